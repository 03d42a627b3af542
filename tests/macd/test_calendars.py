"""Promised days as a calendar: whole days in Brussels, replaced when they change."""

from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from accounts import choices
from accounts.clock import BRUSSELS
from macd import operations, queries
from macd.calendars import calendar_of, invitation_for
from macd.models import Appointment, DocumentEvent
from macd.tasks import deliver_mail
from macd.visiting import slot_of
from macd.vocabulary import Happening
from outbox.models import Message
from tests.macd import make
from tests.macd.views.pages import page_of

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture
def promised(settings):
    settings.MACD_CLOCK = make.AT.isoformat()
    world = make.world()
    return world, make.started(world, make.change(world))


def events(content):
    return list(Calendar.from_ical(content).walk("VEVENT"))


def test_a_promised_day_is_a_whole_day(promised):
    _world, document = promised
    line = document.lines.get()
    (event,) = events(calendar_of([document], at=make.AT))
    assert event.decoded("dtstart") == line.committed_on
    assert (event.decoded("dtend") - event.decoded("dtstart")).days == 1
    assert document.number in event["summary"]
    assert event["sequence"] == document.revision


def test_a_visit_has_its_half_day_in_summer_too(promised):
    world, document = promised
    visit = Appointment.objects.create(
        customer=world.customer,
        document=document,
        office=world.office,
        day=date(2026, 6, 1),
        half="morning",
        created_at=make.AT,
        updated_at=make.AT,
    )
    *_lines, event = events(calendar_of([document], at=make.AT))
    assert event.decoded("dtstart") == datetime.combine(
        date(2026, 6, 1), slot_of(date(2026, 6, 1), "morning").starts, BRUSSELS
    )
    # A zone by name would need its whole description beside it (RFC 5545, 3.6.5).
    assert b"\nDTSTART:20260601T060000Z" in event.to_ical()
    assert str(event["location"]) == f"{world.office.name}, {world.office.address}"
    visit.cancelled_at = make.AT
    visit.save()
    *_lines, event = events(calendar_of([document], at=make.AT))
    assert event["status"] == "CANCELLED"


def address_of(person):
    client = Client()
    client.force_login(person)
    text = page_of(client.post(reverse("calendar_address"))).text
    return client, next(word for word in text.split() if "/calendar/" in word).split("8000", 1)[1]


def test_the_address_is_read_without_a_session_and_ends(promised):
    world, document = promised
    client, address = address_of(world.requester)
    answer = Client().get(address)
    assert answer["Content-Type"].startswith("text/calendar")
    assert document.number.encode() in answer.content
    _client, another = address_of(world.requester)
    assert Client().get(address).status_code == 404, "the first one ended"
    client.post(reverse("calendar_end"))
    assert Client().get(another).status_code == 404
    assert not choices.has_calendar(world.requester)


def test_a_calendar_shows_what_its_owner_may_see(promised):
    world, document = promised
    _client, address = address_of(make.world().requester)
    assert document.number.encode() not in Client().get(address).content
    _client, address = address_of(world.requester)
    world.requester.is_active = False
    world.requester.save()
    assert Client().get(address).status_code == 404


@pytest.fixture
def visit(promised):
    world, document = promised
    return operations.plan_visit(
        document=document,
        purpose="install",
        office_id=world.office.pk,
        day=make.TODAY,
        half="morning",
        by=world.by(world.operations),
        at=make.AT,
    )


def invited(step):
    """The invitation in the last mail that the requester got about a visit."""
    mail.outbox.clear()
    for message in Message.objects.filter(channel="mail").order_by("pk"):
        event = DocumentEvent.objects.get(pk=message.payload["event"])
        if event.step == step and message.recipient_id == event.document.requester_id:
            deliver_mail(message)
    [sent] = mail.outbox
    parts = [part for part in sent.message().walk() if part.get_content_type() == "text/calendar"]
    [part] = parts
    return part, Calendar.from_ical(part.get_payload(decode=True))


def test_a_visit_is_an_invitation_in_the_mail(promised, visit):
    world, document = promised
    part, calendar = invited(Happening.VISIT_PLANNED)
    assert part.get_param("method") == "REQUEST" == calendar["method"]
    (event,) = calendar.walk("VEVENT")
    assert event["attendee"] == f"mailto:{world.requester.email}"
    assert event["organizer"].startswith("mailto:")
    assert document.number in event["summary"]
    assert world.office.name in event["location"]
    assert event.decoded("dtstart").astimezone(BRUSSELS).date() == make.TODAY


def test_moved_or_cancelled_the_same_entry_follows(promised, visit):
    world, _document = promised
    first = invited(Happening.VISIT_PLANNED)[1].walk("VEVENT")[0]
    operations.move_visit(
        visit=visit,
        day=make.TODAY + timedelta(days=1),
        half="morning",
        reason="Later.",
        by=world.by(world.operations),
        at=make.AT,
    )
    moved = invited(Happening.VISIT_MOVED)[1].walk("VEVENT")[0]
    assert (moved["uid"], moved["sequence"] > first["sequence"]) == (first["uid"], True)
    visit.refresh_from_db()
    by = world.by(world.operations)
    operations.cancel_visit(visit=visit, reason="Not needed.", by=by, at=make.AT)
    part, calendar = invited(Happening.VISIT_CANCELLED)
    assert part.get_param("method") == "CANCEL" == calendar["method"]
    assert calendar.walk("VEVENT")[0]["status"] == "CANCELLED"


def test_other_mails_invite_to_nothing(promised):
    world, document = promised
    event = document.events.latest("pk")
    assert invitation_for(event, to=world.requester, at=make.AT) == ""


def test_the_last_day_of_all_is_a_day_too(promised):
    _world, document = promised
    document.lines.update(committed_on=date.max)
    (event,) = events(calendar_of([queries.whole(document.pk)], at=make.AT))
    assert event.decoded("dtstart") == date.max
    assert "dtend" not in event
