"""The account manager's desk: what is chosen there, and what is done to many at once."""
