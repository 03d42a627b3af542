"""Management of the audit trail."""
