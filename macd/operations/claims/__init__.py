"""What a document holds while it is open, and lets go of when items are replaced or it ends."""
