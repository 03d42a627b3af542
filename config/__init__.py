"""Configuration: settings, addresses, processes. Imported by no room below it."""

from runtime.garbage import search_seldom

search_seldom()  # every process comes by here before it imports the rest

from config.celery import app as celery_app  # noqa: E402

__all__ = ["celery_app"]
