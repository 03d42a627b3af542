"""Tests of what prepares and runs an installation."""
