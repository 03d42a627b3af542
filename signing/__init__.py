"""Seals on bytes, the ledger of sealed files, and their verification."""
