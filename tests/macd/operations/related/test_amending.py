"""Opening amendments: by whom, of what, and how both documents end."""

import pytest

from macd import queries
from macd.amendments import family
from macd.refusals import NotPermitted, StepDenied, Unsound
from macd.vocabulary import LineStatus, Status, Step
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture
def world():
    return make.world()


@pytest.fixture
def both(world):
    return make.both(world)


def test_rule_19_an_amendment_holds_only_the_changed_items(world, both):
    """Changing one item of two: the amendment has that item alone, under the same number."""
    amendment = make.amend(world, both)
    assert (amendment.number, amendment.root) == (f"{both.number}-2", both)
    assert [line.number for line in amendment.lines.all()] == [1]
    assert amendment.status == Status.DRAFT
    assert make.statuses(both) == {1: "planned", 2: "planned"}


def test_rule_19_the_addendum_names_the_signed_version_by_its_hash(world, both):
    """What is signed in an amendment contains number, version and hash of what it amends."""
    amendment = make.offered(world, make.wanting(world, make.amend(world, both)))
    content = amendment.versions.get(number=amendment.version).content
    assert content["amends"] == {
        "number": both.number,
        "version": both.version,
        "content_hash": both.content_hash,
    }


def test_rule_19_the_document_ends_with_its_amendments(world, both):
    """The first document is done when its own items and those of its amendments are."""
    amendment = make.started(world, make.wanting(world, make.amend(world, both)))
    both = make.line_step(world, both, 2, "deliver", world.operations)
    both = make.line_step(world, both, 2, "accept", world.requester)
    assert both.status == Status.IN_DELIVERY
    amendment = make.line_step(world, amendment, 1, "deliver", world.operations)
    amendment = make.line_step(world, amendment, 1, "accept", world.requester)
    assert amendment.status == Status.COMPLETED
    assert queries.whole(both.pk).status == Status.COMPLETED


def test_rule_19_a_move_is_amended_with_both_its_lines(world):
    """Of a moved service the stop and the start are changed together."""
    document = make.started(world, make.move(world))
    amendment = make.amend(world, document)
    assert [line.number for line in amendment.lines.all()] == [1, 2]
    relation = amendment.lines.get(number=1).relations.get()
    assert relation.other == amendment.lines.get(number=2)


def test_rule_18_a_delivered_item_is_not_amended(world, both):
    """What was delivered is changed by a new request."""
    make.line_step(world, both, 1, "deliver", world.operations)
    with pytest.raises(StepDenied, match="new request"):
        make.amend(world, both)
    assert family(both).count() == 1


def test_what_is_not_signed_is_changed_itself(world):
    with pytest.raises(StepDenied):
        make.amend(world, make.approved(world))


def test_nothing_chosen(world, both):
    with pytest.raises(Unsound):
        make.amend(world, both, 7)


def test_only_the_two_sides_amend(world, both):
    with pytest.raises(NotPermitted):
        make.amend(world, both, person=world.operations)


def test_staff_amend_for_the_customer(world, both):
    amendment = make.amend(
        world,
        both,
        person=world.manager,
        asked_by="Rita Requester",
        asked_channel="phone",
        received_on=make.TODAY,
    )
    amendment = make.fill(world, amendment, world.manager, **{"line.1.desired.speed": "900"})
    amendment = make.step(world, amendment, Step.START_REVIEW, world.manager)
    assert amendment.status == Status.IN_REVIEW
    assert make.statuses(both) == {1: LineStatus.HELD, 2: LineStatus.PLANNED}


def test_a_withdrawn_document_takes_its_amendment_along(world, both):
    amendment = make.step(
        world, make.wanting(world, make.amend(world, both)), Step.SUBMIT, world.requester
    )
    both = make.step(world, both, Step.WITHDRAW, world.requester, note="No.")
    both = make.step(world, both, Step.GRANT_WITHDRAWAL, world.manager)
    both = make.step(world, both, Step.CLOSE_WITHDRAWN, None)
    assert both.status == Status.CANCELLED
    assert queries.whole(amendment.pk).status == Status.CANCELLED
