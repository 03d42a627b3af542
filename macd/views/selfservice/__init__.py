"""Pages on which a company's administrators help themselves."""
