"""What only time does."""
