"""One file with everything an installation knows, and an installation made from it."""
