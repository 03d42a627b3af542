"""Management of the outbox."""
