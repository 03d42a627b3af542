"""Who goes to an office, when, and how it ended."""
