"""What the clock says, each thing once: over nights, a jump, two processes, and a changed ball."""

from datetime import UTC, date, datetime, timedelta

import pytest

from macd import operations, queries
from macd.models import Appointment
from macd.operations import let_time_pass, remind
from macd.vocabulary import LineStatus, Reminder, Status, Step
from outbox.models import Message
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")


def morning(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T08:30").replace(tzinfo=UTC)


def said(document, reminder):
    return document.events.filter(step=reminder)


def told(event):
    rows = Message.objects.filter(channel="mail", payload__event=event.pk)
    return {row.recipient_id for row in rows}


def asked(world):
    document = make.step(world, make.submitted(world), Step.TAKE_UP, world.manager)
    return make.step(world, document, Step.ASK, world.manager, note="Which floor?")


def test_an_open_question_is_reminded_of_once():
    world = make.world()
    document = asked(world)
    assert not remind(at=morning("2026-03-04"))
    for day in ("2026-03-05", "2026-03-05", "2026-03-06", "2026-03-20"):
        remind(at=morning(day))
    event = said(document, Reminder.ANSWER).get()
    assert event.at == morning("2026-03-05")
    assert event.facts["until_on"] == "2026-03-30"
    assert told(event) == {world.requester.pk}


def test_rule_09_what_is_urgent_has_clocks_of_its_own():
    """Sent on Monday at ten: two hours to take it up, four to decide; else the lead is told."""
    world = make.world()
    urgent = {"request.urgent": True, "request.urgent_reason": "The shop opens."}
    document = make.step(world, make.change(world, **urgent), Step.SUBMIT, world.requester)
    assert document.act_by == make.TODAY
    assert not remind(at=make.AT + timedelta(hours=2))
    assert remind(at=make.AT + timedelta(hours=2, minutes=1))
    assert told(said(document, Reminder.ESCALATE).get()) >= {world.lead.pk}
    noon = make.AT + timedelta(hours=4)
    document = operations.take_step(
        document=document, step=Step.TAKE_UP, by=world.by(world.manager), at=noon
    )
    # Three hours are left of Monday, and one of Tuesday.
    assert document.act_by == make.TODAY + timedelta(days=1)


def test_rule_09_what_is_not_urgent_is_taken_up_within_a_day():
    """The same request without urgency: until the end of the next business day."""
    world = make.world()
    document = make.submitted(world)
    assert document.act_by == make.TODAY + timedelta(days=1)
    assert not remind(at=make.AT + timedelta(hours=6))


def test_another_question_is_reminded_of_again():
    world = make.world()
    document = asked(world)
    remind(at=morning("2026-03-05"))
    document = make.step(world, document, Step.ANSWER, world.requester, note="The third.")
    later = morning("2026-03-06")
    operations.take_step(
        document=document, step=Step.ASK, by=world.by(world.manager), at=later, note="Which door?"
    )
    remind(at=morning("2026-03-10"))
    assert said(document, Reminder.ANSWER).count() == 1
    remind(at=morning("2026-03-11"))
    assert said(document, Reminder.ANSWER).count() == 2


def test_what_time_has_closed_is_not_reminded_of():
    """The clock jumps over reminder and time-out at once."""
    world = make.world()
    document = asked(world)
    jump = morning("2026-06-01")
    let_time_pass(at=jump)
    remind(at=jump)
    document.refresh_from_db()
    assert document.status == Status.CANCELLED
    assert not said(document, Reminder.ANSWER).exists()


def test_a_signature_is_reminded_of_and_once_more_before_the_offer_ends():
    world = make.world()
    document = make.approved(world)
    for day in range(2, 32):
        remind(at=morning(f"2026-03-{day:02}"))
    days = [event.at.date() for event in said(document, Reminder.SIGN).order_by("pk")]
    assert days == [date(2026, 3, 5), date(2026, 3, 31)]
    last = said(document, Reminder.SIGN).latest("pk")
    assert told(last) == {world.requester.pk, world.signatory.pk}
    assert last.facts["until_on"] == "2026-04-01"


def test_a_draft_is_reminded_of_before_it_is_closed():
    world = make.world()
    draft = make.change(world)
    assert not remind(at=morning("2026-03-26"))
    for day in ("2026-03-27", "2026-03-28", "2026-03-29", "2026-03-30"):
        remind(at=morning(day))
    event = said(draft, Reminder.DRAFT).get()
    assert event.facts["until_on"] == "2026-04-01"
    assert told(event) == {world.requester.pk}
    assert make.messages(draft, "notice")[0].payload["people"] == [world.requester.pk]


def test_a_visit_is_reminded_of_the_business_day_before():
    world = make.world()
    document = make.started(world, make.change(world))
    Appointment.objects.create(
        created_at=make.AT,
        updated_at=make.AT,
        customer=world.customer,
        document=document,
        office=world.office,
        day=date(2026, 3, 30),
        half="morning",
    )
    assert not said(document, Reminder.APPOINTMENT).exists()
    # The Friday before the weekend in which the clocks go forward.
    for day in ("2026-03-26", "2026-03-27", "2026-03-28", "2026-03-29", "2026-03-30"):
        remind(at=morning(day))
    event = said(document, Reminder.APPOINTMENT).get()
    assert event.at == morning("2026-03-27")
    assert told(event) == {world.requester.pk}


def test_a_promise_at_risk_is_told_and_a_broken_one_goes_to_the_lead():
    world = make.world()
    document = make.started(world, make.change(world))
    promised = document.lines.get().committed_on
    assert promised is not None
    at = datetime.combine(promised, datetime.min.time(), UTC) + timedelta(hours=8)
    remind(at=at - timedelta(days=7))
    assert not said(document, Reminder.RISK).exists()
    for days in (1, 1, 0, -1, -2):
        remind(at=at - timedelta(days=days))
    risk = said(document, Reminder.RISK).get()
    assert told(risk) == {world.manager.pk, world.operations.pk}
    late = said(document, Reminder.ESCALATE).get()
    assert told(late) == {world.manager.pk, world.lead.pk}
    assert late.facts["key"] == f"overdue:{promised}"


def test_what_is_delivered_is_no_risk():
    world = make.world()
    document = make.started(world, make.change(world))
    document.lines.update(status=LineStatus.DELIVERED, delivered_on=make.TODAY)
    remind(at=morning("2026-07-01"))
    assert not said(document, Reminder.RISK).exists()


def test_the_lead_hears_of_a_request_that_nobody_takes_up():
    """Sent on Monday 10:00 in Brussels: a business day is over on Tuesday at 10:00."""
    world = make.world()
    document = make.submitted(world)
    remind(at=make.AT + timedelta(days=1))
    assert not said(document, Reminder.ESCALATE).exists()
    for hours in (25, 26, 240):
        remind(at=make.AT + timedelta(hours=hours))
    event = said(document, Reminder.ESCALATE).get()
    assert told(event) == {world.manager.pk, world.lead.pk}


def test_the_clock_stands_still_while_the_customer_has_the_ball():
    world = make.world()
    document = asked(world)
    remind(at=make.AT + timedelta(days=20))
    assert not said(document, Reminder.ESCALATE).exists()
    operations.take_step(
        document=document,
        step=Step.ANSWER,
        by=world.by(world.requester),
        at=morning("2026-03-23"),
        note="The third.",
    )
    remind(at=morning("2026-03-25"))
    assert not said(document, Reminder.ESCALATE).exists(), "two business days are not over"
    remind(at=morning("2026-03-25") + timedelta(hours=2))
    assert said(document, Reminder.ESCALATE).count() == 1


def test_reminders_are_in_the_history_but_not_what_is_internal():
    world = make.world()
    document = asked(world)
    remind(at=morning("2026-03-05"))
    reader = world.by(world.requester)
    seen = set(queries.events_for(reader, document).values_list("step", flat=True))
    assert Reminder.ANSWER in seen
    assert {Reminder.ESCALATE, Reminder.RISK} <= set(queries.INTERNAL_EVENTS)
    assert not seen & set(queries.INTERNAL_EVENTS)


def test_a_colleague_is_reminded_of_the_agreement_that_is_waited_for():
    world = make.world()
    waiting = make.step(world, make.change(world), Step.ASK_COLLEAGUE, world.requester)
    assert not remind(at=morning("2026-03-04"))
    for day in ("2026-03-05", "2026-03-06", "2026-06-01"):
        remind(at=morning(day))
    assert told(said(waiting, Reminder.AGREE).get()) == {world.signatory.pk}
    waiting.refresh_from_db()
    assert waiting.status == Status.AWAITING_COMPANY
