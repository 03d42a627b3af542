"""Business days, lead times, calendar months, business hours."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calendar import (
    add_business_days,
    add_business_hours,
    add_months,
    business_days_between,
    business_time_between,
    earliest_date,
    is_business_day,
    next_business_day,
    quiet_periods,
    quiet_text,
    quiet_until,
    started_months,
)

NINE, FIVE = time(9), time(17)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 23), True),  # a Monday
        (date(2026, 11, 21), False),  # a Saturday
        (date(2026, 11, 11), False),  # Armistice, a Wednesday
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 5, 14), False),  # Ascension
        (date(2026, 5, 15), True),  # many bridge it; it is no public holiday
        (date(2026, 11, 2), True),  # All Souls: banks and schools only
        (date(2026, 11, 16), True),  # the King's feast: administrations only
        (date(2026, 7, 21), False),  # National day
    ],
)
def test_business_days_are_weekdays_less_public_holidays(day, works):
    assert is_business_day(day) is works


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # Friday to Monday
        (date(2026, 11, 10), 1, date(2026, 11, 12)),  # over Armistice
        (date(2026, 12, 24), 1, date(2026, 12, 28)),  # over Christmas and a weekend
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # from a Saturday
        (date(2026, 11, 21), 0, date(2026, 11, 21)),
        (date(2026, 12, 30), 2, date(2027, 1, 4)),  # over New Year
    ],
)
def test_counted_from_the_day_after(day, count, expected):
    assert add_business_days(day, count) == expected


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(1, 30))
def test_adding_and_counting_agree(day, count):
    assert business_days_between(day, add_business_days(day, count)) == count


def test_lead_times_end_on_any_day_unless_staffed():
    submitted = date(2026, 10, 15)
    assert earliest_date(submitted_on=submitted, days=30) == date(2026, 11, 14)
    assert earliest_date(submitted_on=submitted, days=30, staffed=True) == date(2026, 11, 16)
    assert earliest_date(submitted_on=submitted, business_days=3) == date(2026, 10, 20)
    assert next_business_day(date(2026, 11, 11)) == date(2026, 11, 12)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2026, 12, 31), -3, date(2026, 9, 30)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 3, 31), 0, date(2026, 3, 31)),
    ],
)
def test_months_are_clamped_to_their_last_day(day, months, expected):
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2026, 1, 1), date(2026, 2, 1), 1),
        (date(2026, 1, 1), date(2026, 2, 2), 2),
        (date(2026, 1, 15), date(2026, 1, 15), 0),
        (date(2026, 1, 31), date(2026, 3, 1), 2),
        (date(2026, 5, 1), date(2026, 4, 1), 0),
    ],
)
def test_started_months(start, end, months):
    assert started_months(start, end) == months


@pytest.mark.parametrize(
    ("at", "hours", "expected"),
    [
        # Friday 16:00 in Brussels (winter), two hours: Monday 10:00
        (datetime(2026, 11, 20, 15, tzinfo=UTC), 2, datetime(2026, 11, 23, 9, tzinfo=UTC)),
        # in the night: counts from nine
        (datetime(2026, 11, 23, 2, tzinfo=UTC), 8, datetime(2026, 11, 23, 16, tzinfo=UTC)),
        # over the end of summer time: Friday 16:00 is 14:00 UTC, Monday 10:00 is 9:00 UTC
        (datetime(2026, 10, 23, 14, tzinfo=UTC), 2, datetime(2026, 10, 26, 9, tzinfo=UTC)),
    ],
)
def test_the_clock_runs_in_business_hours(at, hours, expected):
    assert add_business_hours(at, hours, starts=NINE, ends=FIVE) == expected


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-03-02T07:00", "2026-03-02T20:00", 8),
        ("2026-03-02T12:00", "2026-03-02T13:30", 1.5),
        ("2026-03-06T15:00", "2026-03-09T09:00", 2),
        ("2026-03-07T00:00", "2026-03-08T23:00", 0),
        ("2026-12-24T16:00", "2026-12-28T08:00", 0),
        ("2026-03-03T10:00", "2026-03-02T10:00", 0),
    ],
)
def test_business_time_lies_between_opening_and_closing(start, end, hours):
    first, last = (datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (start, end))
    passed = business_time_between(first, last, starts=time(9), ends=time(17))
    assert passed == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2026, 12, 23), None),
        (date(2026, 12, 24), date(2027, 1, 2)),
        (date(2027, 1, 1), date(2027, 1, 2)),
        (date(2027, 1, 3), None),
        (date(2026, 7, 21), date(2026, 7, 21)),
    ],
)
def test_quiet_periods_come_every_year(day, last):
    assert quiet_until(day, "12-24/01-02, 07-21/07-21") == last
    assert quiet_until(day, "") is None


def test_periods_are_written_as_they_are_read():
    text = "12-24/01-02, 07-21/07-21"
    assert quiet_text(quiet_periods(text)) == text


@pytest.mark.parametrize("text", ["12-24", "13-01/01-02", "a/b", "02-30/03-01", "/"])
def test_what_is_no_period_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        quiet_periods(text)
