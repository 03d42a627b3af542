"""Prepares and runs an installation: environment, database, broker, processes.

Standard library only, because it makes the environment that everything else needs.
It knows nothing of the application but the names of its commands.
"""
