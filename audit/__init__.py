"""The append-only chain of what happened."""
