"""What a document asks for: started, chosen, filled in by both sides, frozen as a version."""
