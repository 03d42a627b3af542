"""The parts of a draft, and how far each is."""

import pytest

from macd import operations
from macd.kinds.fields import COMMITTED_ON, REQUESTED_ON
from macd.views.draft.tasks import answers, has_settings, tasks_of
from macd.vocabulary import Kind, Side
from tests.macd import make
from tests.services import make as stock

pytestmark = pytest.mark.usefixtures("system")


def statuses(world, document, person=None):
    tasks = tasks_of(document, world.by(person or world.requester), on=make.TODAY)
    return {task["label"]: task["status"] for task in tasks}


def test_a_draft_that_is_complete_only_waits_to_be_checked():
    world = make.world()
    found = statuses(world, make.change(world))
    assert found == {
        "Office": "completed",
        "Services": "completed",
        "Settings: SmartFit Internet Plus → SmartFit Internet Extra": "completed",
        "Date and reference": "completed",
        "Files": "optional",
        "Prices, technical details and the promised date": "other_side",
        "Check and send": "not_started",
    }


def test_what_misses_and_what_is_wrong_is_in_progress():
    world = make.world()
    document = make.change(
        world,
        **{
            "request.requested_on": "2020-01-01",
            "line.1.offering": world.plus.offering.code,
            "line.1.desired.speed": "100",
        },
    )
    found = statuses(world, document)
    assert found["Date and reference"] == "in_progress"
    tasks = tasks_of(document, world.by(world.requester), on=make.TODAY)
    hints = {task["label"]: task["hint"] for task in tasks}
    assert "This day is in the past" in hints["Date and reference"]
    assert found["Settings: SmartFit Internet Plus"] == "in_progress"


def test_without_services_it_cannot_be_sent_yet():
    world = make.world()
    document = operations.remove_line(
        document=make.change(world), number=1, by=world.by(world.requester), at=make.AT
    )
    tasks = tasks_of(document, world.by(world.requester), on=make.TODAY)
    assert (tasks[1]["status"], tasks[-1]["status"]) == ("not_started", "cannot_start")
    assert tasks[-1]["why"]
    assert tasks[-1]["url"] == ""


def test_a_visit_asks_for_contacts():
    world = make.world()
    visited = stock.version(site_visit=True)
    document = operations.open_draft(
        kind=Kind.ADD, customer=world.customer, requester_id=world.requester.pk,
        by=world.by(world.requester), at=make.AT, office=world.office, offerings=[visited],
    )  # fmt: skip
    assert statuses(world, document)["Contacts and access"] == "not_started"


def test_what_stops_has_settings_only_for_its_numbers():
    world = make.world()
    facts = {
        "kind": Kind.DELETE, "customer": world.customer, "requester_id": world.requester.pk,
        "by": world.by(world.requester), "at": make.AT, "office": world.office,
    }  # fmt: skip
    [line] = operations.open_draft(**facts, periods=[world.period()]).lines.all()
    assert not has_settings(line)
    stock.number(world.other)
    document = operations.open_draft(**facts, periods=[world.period(world.other)])
    [line] = document.lines.all()
    assert has_settings(line)
    assert any(label.startswith("Numbers") for label in statuses(world, document))


def test_the_provider_writes_everywhere():
    assert answers(COMMITTED_ON, Side.PROVIDER)
    assert answers(REQUESTED_ON, Side.PROVIDER)
    assert answers(REQUESTED_ON, Side.CUSTOMER)
    assert not answers(COMMITTED_ON, Side.CUSTOMER)


def test_more_services_cost_no_more_queries(django_assert_max_num_queries):
    world = make.world()
    periods = [
        world.period(stock.installed(world.customer, office=world.office)) for _each in range(8)
    ]
    document = operations.open_draft(
        kind=Kind.CHANGE, customer=world.customer, requester_id=world.requester.pk,
        by=world.by(world.requester), at=make.AT, office=world.office, periods=periods,
    )  # fmt: skip
    by = world.by(world.requester)
    with django_assert_max_num_queries(6):
        assert len(tasks_of(document, by, on=make.TODAY)) == 14


def test_what_misses_in_the_settings_is_named():
    world = make.world()
    document = make.change(world, **{"line.1.desired.speed": ""})
    tasks = tasks_of(document, world.by(world.requester), on=make.TODAY)
    [hint] = [task["hint"] for task in tasks if task["label"].startswith("Settings")]
    assert hint == "Speed: Fill this in."
