"""The installation's clock, in the demo's own time too."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts import clock


def test_now_is_now_and_in_utc(settings):
    settings.MACD_CLOCK = ""
    before = datetime.now(UTC)
    assert before <= clock.now() <= datetime.now(UTC)
    assert clock.now().utcoffset() == timedelta()


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-03-28T22:59:59+00:00", date(2026, 3, 28)),
        ("2026-03-28T23:00:00+00:00", date(2026, 3, 29)),  # the night summer time starts
        ("2026-10-24T22:00:00+00:00", date(2026, 10, 25)),  # the night it ends
        ("2026-10-25T22:59:59+00:00", date(2026, 10, 25)),
        ("2026-10-25T23:00:00+00:00", date(2026, 10, 26)),
        ("2028-02-28T23:30:00+00:00", date(2028, 2, 29)),
        ("2026-12-31T23:00:00+00:00", date(2027, 1, 1)),
    ],
)
def test_the_day_is_that_of_brussels(instant, day):
    assert clock.day_of(datetime.fromisoformat(instant)) == day


def test_the_demo_starts_at_the_instant_given_and_goes_on_from_there(settings, monkeypatch):
    settings.DEMO = True
    settings.MACD_CLOCK = "2027-01-31T09:00:00+01:00"
    started = datetime.now(UTC) - timedelta(minutes=10)
    monkeypatch.setenv("MACD_CLOCK_STARTED", started.isoformat())
    expected = datetime(2027, 1, 31, 8, 10, tzinfo=UTC)
    assert timedelta() <= clock.now() - expected < timedelta(seconds=5)
    assert clock.today() == date(2027, 1, 31)


def test_an_instant_without_offset_is_meant_in_brussels(settings, monkeypatch):
    settings.DEMO = True
    settings.MACD_CLOCK = "2027-07-01T00:30:00"
    monkeypatch.setenv("MACD_CLOCK_STARTED", datetime.now(UTC).isoformat())
    assert clock.today() == date(2027, 7, 1)
    assert clock.now().hour == 22


def test_outside_the_demo_nobody_sets_the_clock(settings):
    settings.DEMO = False
    settings.MACD_CLOCK = "2027-01-31T09:00:00+01:00"
    assert clock.shift() == timedelta()
