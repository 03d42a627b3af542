"""Taking steps of the table: right, demands, effects, signature, and what follows from them."""
