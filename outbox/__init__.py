"""Messages owed to the outside world, delivered from the database."""
