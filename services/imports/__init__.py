"""The inventory from a file: opening import and reconciliation, dry run first."""
