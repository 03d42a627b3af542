"""Documents that move, add, change or delete services."""
