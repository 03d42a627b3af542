"""How and when a person's mails are sent: their choices, quiet hours, and addresses that failed."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction

from accounts.clock import BRUSSELS, day_of
from accounts.models import EventChoice, How, MailSettings, Person
from outbox.delivering import Undeliverable

SUMMARY_TIME = time(8, 0)
"""When daily summaries go out, Brussels time."""


@dataclass(frozen=True, slots=True)
class Sending:
    """What becomes of one mail: sent now, kept for a summary at an instant, or not sent."""

    now: bool = False
    summary_at: datetime | None = None


def sending_for(person: Person, *, event: str, important: bool, at: datetime) -> Sending:
    """Decide on one mail to a person. What is important is sent now, whatever they chose.

    What is not goes where the person's choice says; in quiet hours it waits for the summary at
    their end.
    """
    if important:
        return Sending(now=True)
    choice = EventChoice.objects.filter(person=person, event=event).first()
    how = choice.how if choice else How.AT_ONCE
    if how == How.OFF:
        return Sending()
    rests_until = quiet_until(MailSettings.objects.filter(person=person).first(), at=at)
    if how == How.DAILY:
        return Sending(summary_at=next_summary(at=at))
    return Sending(summary_at=rests_until) if rests_until else Sending(now=True)


def next_summary(*, at: datetime) -> datetime:
    """The next instant at which daily summaries go out, after ``at``."""
    today = datetime.combine(day_of(at), SUMMARY_TIME, BRUSSELS)
    if at < today:
        return today
    return datetime.combine(day_of(at) + timedelta(days=1), SUMMARY_TIME, BRUSSELS)


def quiet_until(settings: MailSettings | None, *, at: datetime) -> datetime | None:
    """When the quiet hours end in which ``at`` lies; None outside them. Brussels wall time.

    Hours that end before they begin go over midnight; equal ends mean no quiet hours.
    """
    if settings is None or settings.quiet_from is None or settings.quiet_until is None:
        return None
    starts, ends = settings.quiet_from, settings.quiet_until
    wall, day = at.astimezone(BRUSSELS).time(), day_of(at)
    if starts < ends:
        return datetime.combine(day, ends, BRUSSELS) if starts <= wall < ends else None
    if starts == ends or ends <= wall < starts:
        return None
    if wall >= starts:
        day += timedelta(days=1)
    return datetime.combine(day, ends, BRUSSELS)


def choices_of(person: Person) -> dict[str, str]:
    """What the person chose, by event; events they never chose for are absent."""
    return dict(EventChoice.objects.filter(person=person).values_list("event", "how"))


@transaction.atomic
def set_choices(person: Person, choices: Mapping[str, str]) -> None:
    """Keep what a person chose. ValueError for a choice that is none."""
    for how in choices.values():
        How(how)
    EventChoice.objects.bulk_create(
        [EventChoice(person=person, event=event, how=how) for event, how in choices.items()],
        update_conflicts=True,
        unique_fields=["person", "event"],
        update_fields=["how"],
    )


def set_quiet_hours(person: Person, *, starts: time | None, ends: time | None) -> None:
    """Keep a person's quiet hours; none where an end is missing."""
    hours = (starts, ends) if starts is not None and ends is not None else (None, None)
    MailSettings.objects.update_or_create(
        person=person, defaults={"quiet_from": hours[0], "quiet_until": hours[1]}
    )


def record_bounce(*, address: str, reason: str, at: datetime) -> Person | None:
    """Note that mail to an address came back for good; None where nobody has that address."""
    person = Person.objects.filter(email=address.strip().lower()).first()
    if person is not None:
        MailSettings.objects.update_or_create(
            person=person,
            defaults={
                "bounced_at": at,
                "bounce_reason": " ".join(reason.split())[:400],
                "bounced_address": person.email,
            },
        )
    return person


def is_reachable(person: Person) -> bool:
    """Whether mail to the person's present address did not come back."""
    return not MailSettings.objects.filter(person=person, bounced_address=person.email).exists()


def expect_reachable(person: Person) -> None:
    """Raise Undeliverable where mail to the person comes back: no news is sent there."""
    if not is_reachable(person):
        raise Undeliverable("Mails to this address come back; see the page of notifications.")


def forget_bounce(person: Person) -> None:
    """Try the address again."""
    MailSettings.objects.filter(person=person).update(
        bounced_at=None, bounce_reason="", bounced_address=""
    )


def new_calendar_key(person: Person) -> str:
    """Make the secret of a person's calendar address, and end the one before; a hash is kept."""
    key = secrets.token_urlsafe(32)
    MailSettings.objects.update_or_create(person=person, defaults={"calendar_key": _hash(key)})
    return key


def end_calendar(person: Person) -> None:
    """Let a person's calendar address lead nowhere."""
    MailSettings.objects.filter(person=person).update(calendar_key="")


def has_calendar(person: Person) -> bool:
    """Whether a person has an address for their calendar."""
    return MailSettings.objects.filter(person=person).exclude(calendar_key="").exists()


def calendar_owner(key: str) -> Person | None:
    """Whose calendar address holds this secret; None where it ended or never was."""
    rows = MailSettings.objects.filter(calendar_key=_hash(key), person__is_active=True)
    row = rows.select_related("person").first()
    return row.person if row else None


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
