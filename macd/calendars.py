"""Promised days and visits for calendars: to subscribe to (RFC 5545), or invited to by mail."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from accounts.clock import BRUSSELS
from accounts.models import Person
from macd.labels import labelled
from macd.models import Appointment, Document, DocumentEvent
from macd.visiting import slot_of
from macd.vocabulary import Happening
from macd.wording import line_title
from macd.workflow import LINE_FINAL
from outbox.mail import sender_domain

INVITING = frozenset({Happening.VISIT_PLANNED, Happening.VISIT_MOVED, Happening.VISIT_CANCELLED})


def calendar_of(documents: Iterable[Document], *, at: datetime) -> bytes:
    """Write the days that these documents promise, in the language that is active."""
    calendar = _empty()
    calendar.add("x-wr-calname", settings.PROVIDER_NAME)
    for document in documents:
        for line in document.lines.all():
            if line.committed_on and line.status not in LINE_FINAL:
                name = labelled(document.number, line_title(line))
                event = _event(document, f"{document.number}-{line.number}", name, at)
                event.add("dtstart", line.committed_on)
                # Without an end it lasts the one day as well (RFC 5545, 3.6.1).
                if line.committed_on < date.max:
                    event.add("dtend", line.committed_on + timedelta(days=1))
                calendar.add_component(event)
        for visit in document.appointments.all():
            calendar.add_component(_visit(document, visit, at))
    return bytes(calendar.to_ical())


def invitation_for(event: DocumentEvent, *, to: Person, at: datetime) -> str:
    """The invitation that goes with word of a visit (RFC 6047), as the visit stands now.

    Planned or moved, it asks; cancelled, it takes the day out of the reader's calendar. Empty
    where the event is about no visit.
    """
    if event.step not in INVITING:
        return ""
    visit = Appointment.objects.select_related("office").get(pk=event.facts["visit"])
    with translation.override(to.language):
        entry = _visit(event.document, visit, at)
        entry.add("organizer", vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"))
        guest = vCalAddress(f"mailto:{to.email}")
        guest.params["cn"] = vText(to.name)
        guest.params["rsvp"] = vText("FALSE")
        entry.add("attendee", guest)
    calendar = _empty()
    calendar.add("method", "CANCEL" if visit.cancelled_at else "REQUEST")
    calendar.add_component(entry)
    return str(calendar.to_ical().decode())


def _empty() -> Any:
    calendar = Calendar()
    calendar.add("prodid", "-//MACD//MACD//EN")
    calendar.add("version", "2.0")
    return calendar


def _visit(document: Document, visit: Appointment, at: datetime) -> Any:
    name = _("Visit for %(number)s") % {"number": document.number}
    event = _event(document, str(visit.public_id), name, at, sequence=visit.sequence)
    slot = slot_of(visit.day, visit.half)
    event.add("dtstart", _instant(slot.day, slot.starts))
    event.add("dtend", _instant(slot.day, slot.ends))
    event.add("location", f"{visit.office.name}, {visit.office.address}")
    if visit.cancelled_at:
        event.add("status", "CANCELLED")
    return event


def _event(
    document: Document, uid: str, name: str, at: datetime, *, sequence: int | None = None
) -> Any:
    """An event that replaces the one of the same uid when its document changed."""
    event = Event()
    event.add("uid", f"{uid}@{sender_domain()}")
    event.add("dtstamp", at)
    event.add("sequence", document.revision if sequence is None else sequence)
    event.add("summary", name)
    event.add("url", settings.PUBLIC_URL + document.get_absolute_url())
    return event


def _instant(day: date, at: time) -> datetime:
    """In UTC, which needs no description of a time zone beside it."""
    return datetime.combine(day, at, BRUSSELS).astimezone(UTC)
