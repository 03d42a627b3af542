"""A document and its amendments as one thing."""

import pytest

from macd.amendments import open_amendment_of
from macd.refusals import Stale
from macd.vocabulary import Status
from tests.macd import make

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
