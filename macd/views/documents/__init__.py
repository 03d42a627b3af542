"""Requests that were sent: listed, read, decided about, signed, corrected; their files."""
