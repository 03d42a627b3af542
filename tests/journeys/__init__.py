"""Journeys in a real browser, against a whole installation."""
