"""The demonstration: stories replayed through the real operations."""
