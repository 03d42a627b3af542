"""What a company decides about itself: who belongs to it, and its own rule for requests."""
