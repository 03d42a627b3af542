"""What happens after the signature, item by item, until the inventory has it."""
