"""Trying again what failed."""

import pytest

from macd import operations
from macd.refusals import NotPermitted, Stale, StepDenied, Unsound
from macd.vocabulary import Side, Status, Step
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture
def world():
    return make.world()


def again(world, document, person=None):
    by = world.by(person or world.requester)
    return operations.try_again(document=document, by=by, at=make.AT)


@pytest.fixture
def partial(world):
    document = make.both(world)
    make.line_step(world, document, 1, "deliver", world.operations)
    make.line_step(world, document, 1, "accept", world.requester)
    return make.line_step(world, document, 2, "fail", world.operations, note="No line there.")


def test_what_was_not_delivered_is_filled_in_and_the_day_asked_anew(world, partial):
    assert partial.status == Status.PARTIAL
    follow_up = again(world, partial)
    assert follow_up.follow_up_of == partial
    [line] = follow_up.lines.all()
    assert (line.service, line.desired["speed"]) == (world.other, 700)
    assert follow_up.requested_on is None
    follow_up = make.owed(world, follow_up, Side.CUSTOMER)
    follow_up = make.step(world, follow_up, Step.SUBMIT, world.requester)
    assert follow_up.status == Status.SUBMITTED


def test_it_is_tried_again_once(world, partial):
    first = again(world, partial)
    with pytest.raises(Stale, match=first.number):
        again(world, partial)
    make.step(world, first, Step.DISCARD, world.requester)
    assert again(world, partial).number != first.number


def test_what_was_delivered_is_not_tried_again(world):
    with pytest.raises(StepDenied):
        again(world, make.delivered(world, make.change(world)))


def test_staff_try_again_for_the_customer(world, partial):
    facts = {
        "requester_id": world.requester.pk,
        "asked_by": "Piet, by telephone",
        "asked_channel": "phone",
        "received_on": make.TODAY,
    }
    by = world.by(world.manager)
    follow_up = operations.try_again(document=partial, by=by, at=make.AT, **facts)
    assert (follow_up.requester, follow_up.started_by) == (world.requester, world.manager)
    follow_up = make.fill(world, follow_up, world.manager, **{"request.requested_on": make.WANTED})
    follow_up = make.step(world, follow_up, Step.START_REVIEW, world.manager)
    assert follow_up.status == Status.IN_REVIEW
    with pytest.raises(Unsound):
        operations.try_again(
            document=partial, by=by, at=make.AT, **{**facts, "requester_id": world.finance.pk}
        )


def test_others_do_not(world, partial):
    with pytest.raises(NotPermitted):
        again(world, partial, world.signatory)
