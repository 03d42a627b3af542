"""Belgian business days, and months that end when the month does. Pure."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

import holidays

from accounts.clock import BRUSSELS, day_of


def is_business_day(day: date) -> bool:
    """Monday to Friday, less the Belgian public holidays (no bank or school days)."""
    return day.weekday() < 5 and day not in _public_holidays(day.year)


def add_business_days(day: date, count: int) -> date:
    """The ``count``-th business day, counted from the day after ``day``.

    With a count of 0 the day itself, whatever day it is.
    """
    for _ in range(count):
        day = next_business_day(day + timedelta(days=1))
    return day


def next_business_day(day: date) -> date:
    """``day`` itself when it is a business day, else the first one after it."""
    while not is_business_day(day):
        day += timedelta(days=1)
    return day


def business_days_before(day: date, count: int) -> date:
    """The ``count``-th business day before ``day``; with a count of 0 ``day`` itself."""
    for _ in range(count):
        day -= timedelta(days=1)
        while not is_business_day(day):
            day -= timedelta(days=1)
    return day


def quiet_until(day: date, periods: str) -> date | None:
    """The last day of the quiet period that a day lies in, else None.

    ``periods`` are first and last days of every year, such as ``12-24/01-02, 07-21/07-21``.
    """
    for first, last in quiet_periods(periods):
        for year in (day.year - 1, day.year):
            starts = date(year, *first)
            ends = date(year + (last < first), *last)
            if starts <= day <= ends:
                return ends
    return None


def quiet_periods(text: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Periods of every year as (month, day) pairs. Raises ValueError for what is none."""
    found = []
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        first, _slash, last = part.partition("/")
        found.append((_month_day(first), _month_day(last)))
    return found


def quiet_text(periods: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> str:
    """Periods of (month, day) pairs as `quiet_periods` reads them."""
    days = ((*first, *last) for first, last in periods)
    return ", ".join("{:02}-{:02}/{:02}-{:02}".format(*period) for period in days)


def _month_day(text: str) -> tuple[int, int]:
    month, _dash, day = text.partition("-")
    # A year without a leap day, so that every period is there each year.
    checked = date(2001, int(month), int(day))
    return checked.month, checked.day


def business_days_between(start: date, end: date) -> int:
    """How many business days lie after ``start``, up to and including ``end``."""
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(1 for day in days if is_business_day(day))


def earliest_date(
    *, submitted_on: date, days: int = 0, business_days: int = 0, staffed: bool = False
) -> date:
    """The first day a lead time allows, counted from the day after submission.

    ``staffed`` asks for a business day: a visit, a port or a staffed cut-over (rule 9).
    """
    day = add_business_days(submitted_on + timedelta(days=days), business_days)
    return next_business_day(day) if staffed else day


def add_months(day: date, months: int) -> date:
    """The same day ``months`` calendar months later, clamped to that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def started_months(start: date, end: date) -> int:
    """How many months are begun from ``start`` until ``end``, the first day without."""
    months = 0
    while add_months(start, months) < end:
        months += 1
    return months


def add_business_hours(at: datetime, hours: float, *, starts: time, ends: time) -> datetime:
    """The instant at which ``hours`` of business time have passed since ``at``.

    The clock runs from ``starts`` to ``ends`` on business days, Brussels time.
    """
    left = timedelta(hours=hours)
    day = day_of(at)
    while True:
        opening = max(at, datetime.combine(day, starts, BRUSSELS))
        closing = datetime.combine(day, ends, BRUSSELS)
        if is_business_day(day) and opening < closing:
            if left <= closing - opening:
                return opening + left
            left -= closing - opening
        day += timedelta(days=1)


def business_time_between(start: datetime, end: datetime, *, starts: time, ends: time) -> timedelta:
    """How much business time lies between two instants: ``starts`` to ``ends``, Brussels time."""
    passed = timedelta()
    day = day_of(start)
    while day <= day_of(end):
        if is_business_day(day):
            opening = max(start, datetime.combine(day, starts, BRUSSELS))
            closing = min(end, datetime.combine(day, ends, BRUSSELS))
            passed += max(closing.astimezone(UTC) - opening.astimezone(UTC), timedelta())
        day += timedelta(days=1)
    return passed


@lru_cache(maxsize=64)
def _public_holidays(year: int) -> frozenset[date]:
    found = holidays.country_holidays("BE", years=year, categories=("public",))
    return frozenset(found)
