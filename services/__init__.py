"""What is sold and what is installed: catalogue, agreements, effective-dated inventory, leaving."""
