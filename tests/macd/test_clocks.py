"""A clock counts business time in some statuses, and pauses in the others."""

from datetime import UTC, datetime, time, timedelta

from macd.clocks import Office, time_spent

OFFICE = Office(time(9), time(17))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_business_day_has_its_hours():
    assert OFFICE.day == timedelta(hours=8)
    assert Office(time(8, 30), time(12)).day == timedelta(hours=3, minutes=30)


def test_the_clock_pauses_while_somebody_else_has_the_ball():
    moves = [
        (at("2026-03-02T09:00"), "in_review"),  # a Monday, 10:00 in Brussels
        (at("2026-03-02T11:00"), "awaiting_customer"),
        (at("2026-03-05T09:00"), "in_review"),
    ]
    spent = time_spent(moves, statuses={"in_review"}, until=at("2026-03-05T10:00"), office=OFFICE)
    assert spent == timedelta(hours=3)


def test_nights_weekends_and_holidays_do_not_count():
    # From Good Friday's eve to the day after Easter Monday: 2 April 16:00 to 7 April 10:00.
    moves = [(at("2026-04-02T14:00"), "submitted")]
    spent = time_spent(moves, statuses={"submitted"}, until=at("2026-04-07T08:00"), office=OFFICE)
    # An hour on Thursday, a whole Good Friday (no public holiday in Belgium), an hour on Tuesday.
    assert spent == timedelta(hours=10)


def test_the_hour_that_is_skipped_or_repeated_changes_nothing():
    for night in ("2026-03-27T16:00", "2026-10-23T15:00"):
        begin = at(night)
        spent = time_spent(
            [(begin, "submitted")],
            statuses={"submitted"},
            until=begin + timedelta(days=3),
            office=OFFICE,
        )
        # Three days later the wall shows an hour more or less; the weekend between counts nothing.
        assert spent in {timedelta(hours=8), timedelta(hours=7), timedelta(hours=6)}
    over = time_spent(
        [(at("2026-03-28T20:00"), "submitted")],
        statuses={"submitted"},
        until=at("2026-03-29T20:00"),
        office=Office(time(0), time(23, 59)),
    )
    assert over == timedelta()
