"""History, milestones and promises in sentences."""

from datetime import date, timedelta

import pytest

from macd import operations, queries
from macd.models import FieldChange
from macd.views.shown import events
from macd.vocabulary import Step
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")


def test_a_timeline_says_who_did_what_newest_first():
    world = make.world()
    document = make.approved(world)
    history = queries.events_for(world.by(world.manager), document)
    told = [(row["who"], row["what"]) for row in events.timeline(document, history)]
    assert told[0] == ("Anke Manager", f"approved version {document.version}")
    assert ("Anke Manager", "filled in: Promised date") in told
    assert told[-1] == (world.requester.name, "started the request")


def test_milestones_are_dated_and_the_next_one_is_current():
    world = make.world()
    document = make.approved(world)
    history = list(queries.events_for(world.by(world.manager), document))
    rows = events.milestones(document, history, on=make.TODAY)
    assert [row["state"] for row in rows] == ["done", "done", "done", "current", "next"]
    assert rows[0]["on"] == make.AT
    assert rows[-1]["note"] == "promised for 6\u00a0May\u00a02026"
    late = events.milestones(document, history, on=date(2026, 6, 1))
    assert late[3]["state"] == "late"


def test_delivered_is_the_day_of_delivery_not_that_of_acceptance():
    world = make.world()
    document = make.started(world, make.change(world))
    make.line_step(world, document, 1, "deliver", world.operations)
    later = make.AT + timedelta(days=5)
    document = make.line_step(world, document, 1, "accept", world.requester, at=later)
    assert (document.status, document.completed_on) == ("completed", later.date())
    assert events.milestones(document, [], on=later.date())[-1]["on"] == make.TODAY
    assert events.done_of(document) == {"label": "Delivered on", "on": make.TODAY}


def test_what_is_delivered_and_waits_to_be_accepted_is_not_late():
    world = make.world()
    document = make.started(world, make.change(world))
    later = date(2026, 6, 1)
    assert events.is_late(document, on=later)
    assert events.done_of(document) is None
    make.line_step(world, document, 1, "deliver", world.operations)
    document = queries.whole(document.pk)
    assert not events.is_late(document, on=later)
    assert events.milestones(document, [], on=later)[-1]["on"] == make.TODAY


def test_the_states_that_one_step_passes_through_are_told_once():
    world = make.world()
    document = make.step(
        world, make.submitted(world), Step.WITHDRAW, world.requester, note="We stay."
    )
    history = list(queries.events_for(world.by(world.requester), document))
    short = events.timeline(document, events.shortened(history))
    assert len(history) > len(short)
    withdrawn = [row for row in short if "with" in row["what"]]
    assert [(row["what"], row["detail"]) for row in withdrawn] == [
        ("withdrew the request", "We stay.")
    ]


def test_a_closed_document_has_no_current_milestone():
    world = make.world()
    document = make.step(
        world, make.submitted(world), Step.WITHDRAW, world.requester, note="We stay."
    )
    history = list(queries.events_for(world.by(world.requester), document))
    rows = events.milestones(document, history, on=make.TODAY)
    assert [(row["label"], row["state"]) for row in rows] == [("Sent", "done"), ("Closed", "ended")]
    assert rows[-1]["on"] == make.AT


def test_each_change_of_the_promise_stays_visible():
    world = make.world()
    document = make.step(world, make.submitted(world), Step.TAKE_UP, world.manager)
    for day in ("2026-05-06", "2026-05-12"):
        document = operations.change_fields(
            document=document,
            values={"planning.committed_on": day},
            by=world.by(world.manager),
            at=make.AT,
        )
    (change,) = events.promise_history(document)
    assert (change["before"], change["after"]) == (date(2026, 5, 6), date(2026, 5, 12))
    assert change["by"] == "Anke Manager"
    assert FieldChange.objects.filter(document=document).count() > 1
