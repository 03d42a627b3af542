"""Part of an item's quantity comes first; the rest follows, or never comes."""

from datetime import timedelta

import pytest

from macd import operations
from macd.refusals import StepDenied, Unsound
from macd.vocabulary import LineStatus, Status
from services.inventory import rebuild, state_on
from services.models import Service
from tests.macd import make

LATER = make.AT + timedelta(days=3)


@pytest.fixture
def world(system):
    return make.world()


@pytest.fixture
def document(world):
    """Ten of something, in delivery."""
    draft = make.add(world)
    make.fill(world, draft, **{"line.1.quantity": "10"})
    return make.started(world, draft)


def deliver(world, document, quantity=None, *, at=make.AT, **facts):
    if quantity is not None:
        facts["quantity"] = quantity
    return make.line_step(world, document, 1, "deliver", world.operations, at=at, **facts)


def line_of(document):
    return document.lines.get(number=1)


def installed(document, on=make.TODAY):
    service = Service.objects.get(service_id=line_of(document).new_service_id)
    state = state_on(service, on)
    return state.quantity if state else 0


def test_a_part_works_from_its_day_and_the_rest_from_its_own(world, document):
    deliver(world, document, 4, serials=["S1"])
    line = line_of(document)
    assert (line.status, line.delivered_quantity, line.delivered_on) == (
        LineStatus.PLANNED,
        4,
        None,
    )
    assert installed(document) == 4
    event = document.events.filter(step="line_deliver").latest("id")
    assert (event.facts["part"], event.facts["of"]) == (4, 10)
    deliver(world, document, 3, at=LATER, serials=["S2"])
    end = LATER + timedelta(days=1)
    deliver(world, document, at=end)
    line = line_of(document)
    assert (line.status, line.delivered_quantity) == (LineStatus.DELIVERED, 10)
    assert line.serials == ["S1", "S2"]
    day = make.TODAY
    on = [installed(document, day + timedelta(days=days)) for days in (0, 2, 3, 4)]
    assert on == [4, 4, 7, 10]
    assert Service.objects.filter(service_id=line.new_service_id).count() == 1
    assert rebuild(check=True) == []
    make.line_step(world, document, 1, "accept", world.requester, at=end)
    document.refresh_from_db()
    assert document.status == Status.COMPLETED


@pytest.mark.parametrize("quantity", [0, -1, 11])
def test_no_more_than_is_left_is_delivered(world, document, quantity):
    with pytest.raises(Unsound):
        deliver(world, document, quantity)
    deliver(world, document, 4)
    with pytest.raises(Unsound):
        deliver(world, document, 7)
    assert deliver(world, document, 6) is not None
    assert line_of(document).status == LineStatus.DELIVERED


def test_the_rest_that_never_comes_leaves_the_document_partly_done(world, document):
    deliver(world, document, 4)
    with pytest.raises(StepDenied):
        make.line_step(world, document, 1, "withdraw", world.requester)
    with pytest.raises(StepDenied):
        make.amend(world, document)
    make.line_step(world, document, 1, "fail", world.operations, note="No longer made")
    document.refresh_from_db()
    assert document.status == Status.PARTIAL
    assert installed(document) == 4
    again = operations.try_again(document=document, by=world.by(world.requester), at=LATER)
    assert line_of(again).quantity == 6


def test_what_is_one_piece_has_no_parts(world):
    document = make.started(world, make.change(world))
    with pytest.raises(Unsound):
        deliver(world, document, 2)
