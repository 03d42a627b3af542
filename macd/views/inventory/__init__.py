"""Pages on which operations keeps the inventory true."""
