"""Configuration: settings, addresses, processes. Imported by no room below it."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
