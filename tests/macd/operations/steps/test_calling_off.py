"""Visits end with what they are for: nobody travels to what is done, or no longer to be done."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from macd import operations
from macd.models import AppointmentTechnician
from macd.noted import note_of
from macd.operations import Crew
from macd.vocabulary import Status, Step
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")


def visit(world, document, *, in_days=2, **facts):
    values = {
        "purpose": "install",
        "office_id": world.office.pk,
        "day": make.TODAY + timedelta(days=in_days),
        "half": "morning",
        "by": world.by(world.operations),
        "at": make.AT,
    }
    return operations.plan_visit(document=document, **{**values, **facts})


def is_open(visit):
    visit.refresh_from_db()
    return visit.is_open


def why(document):
    return [note_of(event) for event in document.events.filter(step="visit_cancelled")]


def test_what_is_delivered_before_its_visit_calls_it_off_and_says_so():
    world = make.world()
    document = make.started(world, make.change(world))
    planned = visit(world, document, crew=Crew(frozenset({world.operations.pk})))
    make.line_step(world, document, 1, "deliver", world.operations)
    assert not is_open(planned)
    assert planned.sequence == 1
    assert not AppointmentTechnician.objects.exists()
    assert why(document) == ["What the visit was planned for is done already."]
    with override("fr"):
        assert why(document) == ["Ce pour quoi la visite était prévue est déjà fait."]
    event = document.events.get(step="visit_cancelled")
    assert (event.by, event.actor) == (None, "system")
    mails = make.messages(document, "mail")
    told = {mail.recipient_id for mail in mails if mail.payload.get("event") == event.pk}
    assert told == {world.requester.pk, world.manager.pk}


def test_who_was_there_today_still_says_how_it_ended():
    world = make.world()
    document = make.started(world, make.change(world))
    today = visit(world, document, in_days=0)
    make.line_step(world, document, 1, "deliver", world.operations)
    assert is_open(today)


def test_a_visit_stays_while_one_of_its_items_is_to_be_done():
    world = make.world()
    document = make.started(world, make.move(world))
    starts = [line for line in document.lines.all() if line.action != "delete"]
    whole = visit(world, document, office_id=world.elsewhere.pk)
    first = visit(world, document, office_id=world.elsewhere.pk, line_number=starts[0].number)
    make.line_step(world, document, starts[0].number, "deliver", world.operations)
    assert (is_open(whole), is_open(first)) == (True, False)
    make.line_step(world, document, starts[1].number, "fail", world.operations, note="No duct.")
    assert not is_open(whole)


def test_nobody_goes_to_what_is_withdrawn_even_today():
    world = make.world()
    document = make.started(world, make.change(world))
    today = visit(world, document, in_days=0)
    document = make.line_step(world, document, 1, "withdraw", world.requester, note="Not needed.")
    assert document.status == Status.CANCELLED
    assert not is_open(today)
    assert why(document) == ["What the visit was planned for is no longer to be done."]


def test_equipment_is_fetched_after_its_stop_and_left_where_nothing_stops():
    world = make.world()
    kept = make.started(world, make.delete(world))
    needless = visit(world, kept, purpose="pick_up")
    make.line_step(world, kept, 1, "withdraw", world.requester, note="It stays.")
    assert not is_open(needless)
    stopped = make.started(world, make.delete(world))
    fetched = visit(world, stopped, purpose="pick_up")
    make.line_step(world, stopped, 1, "deliver", world.operations)
    assert is_open(fetched)


def test_a_survey_ends_with_its_request():
    world = make.world()
    document = make.in_review(world, make.change(world))
    survey = visit(world, document, purpose="survey", by=world.by(world.manager))
    make.step(world, document, Step.WITHDRAW, world.requester, note="There is no room.")
    assert not is_open(survey)


def test_an_overdue_visit_is_left_for_who_was_there():
    world = make.world()
    document = make.started(world, make.change(world))
    overdue = visit(world, document, in_days=0)
    later = make.AT + timedelta(days=1)
    make.line_step(world, document, 1, "deliver", world.operations, at=later)
    assert is_open(overdue)
