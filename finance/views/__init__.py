"""The pages of leaving completely."""
