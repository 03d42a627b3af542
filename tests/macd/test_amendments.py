"""A document and its amendments as one thing."""

import pytest

from macd import operations
from macd.amendments import open_amendment_of
from macd.refusals import Stale
from macd.vocabulary import Status
from tests.macd import make
from tests.services import make as stock

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture
def world():
    return make.world()


@pytest.fixture
def both(world):
    return make.both(world)


def test_rule_19_one_amendment_at_a_time(world, both):
    """While one is being agreed on, a second is refused, naming the first."""
    first = make.amend(world, both)
    with pytest.raises(Stale, match=first.number):
        make.amend(world, both, 2)
    assert open_amendment_of(both) == first


def test_rule_19_once_signed_the_next_may_be_opened(world, both):
    """An amendment that is in force can be amended itself, and the document again."""
    first = make.started(world, make.wanting(world, make.amend(world, both)))
    second = make.amend(world, first)
    assert second.number == f"{both.number}-3"
    second = make.started(world, make.wanting(world, second, "800"))
    assert make.statuses(first) == {1: "superseded"}
    assert make.statuses(both) == {1: "superseded", 2: "planned"}
    assert second.status == Status.IN_DELIVERY


def test_rule_19_a_new_item_has_a_number_of_its_own(world, both):
    """Items 1 and 2 were signed; what an amendment of the first adds is item 3, not 2."""
    third = stock.installed(
        world.customer, office=world.office, offering_version=world.plus, agreement=world.agreement
    )
    amendment = operations.add_lines(
        document=make.amend(world, both, 1),
        by=world.by(world.requester),
        at=make.AT,
        periods=[world.period(third)],
    )
    assert [line.number for line in amendment.lines.all()] == [1, 3]
