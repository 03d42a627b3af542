"""How a person's mails are sent: their choice, their quiet hours, over both DST nights."""

from datetime import UTC, datetime, time

import pytest

from accounts import choices
from accounts.models import How, MailSettings
from tests.accounts import make as people

pytestmark = pytest.mark.usefixtures("system")
NOON = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
NIGHT = datetime(2026, 3, 2, 21, 30, tzinfo=UTC)


def sending(person, *, important=False, at=NOON):
    return choices.sending_for(person, event="take_up", important=important, at=at)


def test_without_a_choice_mails_go_at_once():
    assert sending(people.person()).now


@pytest.mark.parametrize("how", How.values)
def test_what_is_important_goes_at_once_whatever_was_chosen(how):
    person = people.person()
    choices.set_choices(person, {"take_up": how})
    choices.set_quiet_hours(person, starts=time(0, 0), ends=time(23, 59))
    assert sending(person, important=True).now


def test_a_choice_is_kept_per_event_and_replaced():
    person = people.person()
    choices.set_choices(person, {"take_up": How.OFF})
    assert sending(person) == choices.Sending()
    choices.set_choices(person, {"take_up": How.DAILY, "comment": How.OFF})
    assert choices.choices_of(person) == {"take_up": "daily", "comment": "off"}
    assert sending(person).summary_at == datetime(2026, 3, 3, 7, 0, tzinfo=UTC)
    with pytest.raises(ValueError, match="never"):
        choices.set_choices(person, {"take_up": "never"})


def test_in_quiet_hours_mails_wait_until_they_end():
    person = people.person()
    choices.set_quiet_hours(person, starts=time(20, 0), ends=time(7, 30))
    assert sending(person).now
    assert sending(person, at=NIGHT).summary_at == datetime(2026, 3, 3, 6, 30, tzinfo=UTC)
    choices.set_quiet_hours(person, starts=time(20, 0), ends=None)
    assert sending(person, at=NIGHT).now


@pytest.mark.parametrize(
    ("starts", "ends", "at", "until"),
    [
        # Over midnight, before and after it.
        (time(22), time(7), "2026-03-02T21:30Z", "2026-03-03T06:00Z"),
        (time(22), time(7), "2026-03-03T01:00Z", "2026-03-03T06:00Z"),
        (time(22), time(7), "2026-03-03T06:00Z", None),
        # Within a day.
        (time(12), time(13), "2026-03-02T11:59Z", "2026-03-02T12:00Z"),
        (time(12), time(13), "2026-03-02T12:00Z", None),
        (time(9), time(9), "2026-03-02T08:00Z", None),
        # The night of 29 March 2026 has no 02:30, the one of 25 October has it twice.
        (time(22), time(7), "2026-03-28T22:00Z", "2026-03-29T05:00Z"),
        (time(22), time(7), "2026-10-25T00:30Z", "2026-10-25T06:00Z"),
        (time(22), time(7), "2026-10-25T01:30Z", "2026-10-25T06:00Z"),
    ],
)
def test_quiet_hours_end_on_the_clock_of_the_wall(starts, ends, at, until):
    hours = MailSettings(quiet_from=starts, quiet_until=ends)
    found = choices.quiet_until(hours, at=datetime.fromisoformat(at))
    assert found == (datetime.fromisoformat(until) if until else None)


def test_summaries_go_out_at_eight_in_winter_and_summer():
    for day, utc in (("2026-03-28", "2026-03-29T06:00Z"), ("2026-10-24", "2026-10-25T07:00Z")):
        evening = datetime.fromisoformat(f"{day}T20:00Z")
        assert choices.next_summary(at=evening) == datetime.fromisoformat(utc)
    morning = datetime(2026, 3, 2, 6, 59, tzinfo=UTC)
    assert choices.next_summary(at=morning) == datetime(2026, 3, 2, 7, 0, tzinfo=UTC)


def test_a_bounce_counts_for_the_address_that_failed():
    person = people.person()
    assert choices.is_reachable(person)
    assert choices.record_bounce(address=person.email.upper(), reason="5.1.1", at=NOON) == person
    assert not choices.is_reachable(person)
    person.email = f"new-{person.email}"
    assert choices.is_reachable(person)
    person.email = person.email.removeprefix("new-")
    choices.forget_bounce(person)
    assert choices.is_reachable(person)
    assert choices.record_bounce(address="nobody@nowhere.example", reason="", at=NOON) is None
