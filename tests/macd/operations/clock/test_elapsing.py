"""What only time does, on its day and not before."""

from datetime import timedelta

import pytest

from macd import operations, queries
from macd.models import Document
from macd.operations.clock.elapsing import _take, due_steps, let_time_pass
from macd.vocabulary import Side, Status, Step
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")


def _after(days):
    return make.AT + timedelta(days=days)


def _status(document):
    return queries.whole(document.pk).status


@pytest.mark.parametrize(("days", "status"), [(30, Status.DRAFT), (31, Status.EXPIRED)])
def test_a_draft_expires_after_thirty_days(days, status):
    document = make.change(make.world())
    let_time_pass(at=_after(days))
    assert _status(document) == status


@pytest.mark.parametrize(
    ("days", "status"), [(30, Status.AWAITING_SIGNATURE), (31, Status.CANCELLED)]
)
def test_rule_24_an_offer_lapses_after_its_validity(days, status):
    """The price was valid for thirty days: on the thirtieth it is signed, not on the next."""
    document = make.approved(make.world())
    let_time_pass(at=_after(days))
    assert _status(document) == status


def test_a_question_times_out_after_twenty_business_days():
    world = make.world()
    document = make.in_review(world, make.change(world))
    document = make.step(world, document, Step.ASK, world.manager, note="Which floor?")
    # Twenty business days after Monday 2 March 2026 is Monday 30 March.
    let_time_pass(at=_after(28))
    assert _status(document) == Status.AWAITING_CUSTOMER
    assert let_time_pass(at=_after(29)) == 1
    assert _status(document) == Status.CANCELLED


def test_a_stop_never_ends_by_waiting():
    world = make.world()
    asked = make.in_review(world, make.delete(world))
    asked = make.step(world, asked, Step.ASK, world.manager, note="Which number?")
    let_time_pass(at=_after(300))
    assert _status(asked) == Status.AWAITING_CUSTOMER
    back = make.step(world, asked, Step.ANSWER, world.requester, note="All.")
    back = make.owed(world, back, Side.PROVIDER)
    offered = make.step(world, back, Step.APPROVE, world.manager, seen=back.content_hash)
    let_time_pass(at=_after(300))
    assert _status(offered) == Status.AWAITING_SIGNATURE


def test_a_delivery_is_accepted_by_itself_after_five_business_days():
    world = make.world()
    document = make.started(world, make.change(world))
    make.line_step(world, document, 1, "deliver", world.operations)
    let_time_pass(at=_after(7))
    assert _status(document) == Status.IN_DELIVERY
    let_time_pass(at=_after(8))
    assert _status(document) == Status.COMPLETED


def test_twice_is_as_once_and_what_moved_on_is_left_alone():
    world = make.world()
    old, touched = make.change(world), make.draft_change(world)
    due = list(due_steps(at=_after(31)))
    assert {d.document.pk for d in due} == {old.pk, touched.pk}
    operations.change_fields(
        document=touched,
        values={"request.reference": "Still wanted"},
        by=world.by(world.requester),
        at=_after(30),
    )
    assert let_time_pass(at=_after(31)) == 1
    assert let_time_pass(at=_after(31)) == 0
    assert (_status(old), _status(touched)) == (Status.EXPIRED, Status.DRAFT)
    assert Document.objects.get(pk=old.pk).events.filter(step=Step.EXPIRE).count() == 1


def test_a_step_that_was_due_is_not_taken_on_what_was_written_since():
    world = make.world()
    document = make.change(world)
    [due] = due_steps(at=_after(31))
    make.fill(world, document, **{"request.reference": "Still wanted"})
    assert _take(due, at=_after(31)) is False
    assert _status(document) == Status.DRAFT
