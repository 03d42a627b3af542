"""Starting a request and filling it in, until it is sent."""
