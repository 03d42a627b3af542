"""The only clock: what time it is in this installation, and which day in Brussels."""

import os
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings

BRUSSELS = ZoneInfo("Europe/Brussels")

# Where no supervisor says when the installation started, this process's own start counts.
_PROCESS_STARTED = datetime.now(UTC)


def now() -> datetime:
    """Return the present instant in UTC, shifted where the demo runs in another time."""
    return datetime.now(UTC) + shift()


def today() -> date:
    """Return the present day in Brussels."""
    return day_of(now())


def day_of(at: datetime) -> date:
    """Return the day in Brussels on which an instant falls."""
    return at.astimezone(BRUSSELS).date()


def shift() -> timedelta:
    """Return how far this installation's clock is ahead of the real one; zero outside the demo.

    MACD_CLOCK is the instant at which the installation starts; MACD_CLOCK_STARTED, the real
    instant of that start, is given by the supervisor, so that all processes agree.
    """
    if not settings.MACD_CLOCK or not settings.DEMO:
        return timedelta()
    return _shift(settings.MACD_CLOCK, os.environ.get("MACD_CLOCK_STARTED", ""))


@lru_cache(maxsize=8)
def _shift(wanted: str, started: str) -> timedelta:
    start = _instant(started) if started else _PROCESS_STARTED
    return _instant(wanted) - start


def _instant(text: str) -> datetime:
    """Read an ISO instant; one without an offset is meant in Brussels. ValueError if it is none."""
    instant = datetime.fromisoformat(text)
    return instant if instant.tzinfo else instant.replace(tzinfo=BRUSSELS)
