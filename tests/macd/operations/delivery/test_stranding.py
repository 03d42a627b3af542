"""Nothing is left behind without what it needs."""

import pytest

from macd.refusals import Unsound
from macd.vocabulary import LineStatus
from services.models import Dependency
from tests.macd import make
from tests.services import make as stock

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture
def moving():
    """A move in delivery: two accesses are lines 1 to 4, what relies on one is 5 and 6."""
    world = make.world()
    phone = stock.version(family="sip")
    Dependency.objects.create(offering=phone.offering, needs=world.plus.offering, scope="office")
    relying = stock.installed(
        world.customer, office=world.office, offering_version=phone, agreement=world.agreement
    )
    periods = [world.period(one) for one in (world.service, world.other, relying)]
    return world, make.started(world, make.move(world, periods=periods)), relying


def deliver(world, document, number):
    return make.line_step(world, document, number, "deliver", world.operations)


def test_rule_34_an_access_does_not_stop_under_a_service_that_could_not_move(moving):
    """The telephone exchange cannot move after all: the last access at the old place goes on."""
    world, document, relying = moving
    make.line_step(world, document, 6, "fail", world.operations, note="No room in the rack.")
    for number in (2, 4, 3):
        deliver(world, document, number)
    with pytest.raises(Unsound, match=relying.service_id):
        deliver(world, document, 1)
    assert document.lines.get(number=1).status == LineStatus.PLANNED


def test_what_goes_along_is_in_nobodys_way(moving):
    """Its own stop is still to come, and counts."""
    world, document, _relying = moving
    for number in (2, 4, 6, 3, 1):
        document = deliver(world, document, number)
    assert document.lines.get(number=1).status == LineStatus.DELIVERED
