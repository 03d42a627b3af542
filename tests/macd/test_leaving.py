"""What would be left of a customer, and of each agreement (rule 48)."""

import pytest

from macd import queries
from macd.leaving import leaves_nothing, leaving_services
from tests.macd import make
from tests.services import make as stock

pytestmark = pytest.mark.usefixtures("system")


def _says(document):
    return list(leaves_nothing(queries.whole(document.pk), on=make.TODAY))


def test_a_service_that_moves_does_not_leave():
    world = make.world()
    document = make.move(world)
    assert leaving_services(queries.whole(document.pk)) == set()
    assert _says(document) == []


def test_rule_48_of_the_customer_and_of_the_agreement():
    world = make.world()
    document = make.delete(world, world.service, world.other)
    assert leaving_services(queries.whole(document.pk)) == {world.service.pk, world.other.pk}
    [whole] = _says(document)
    assert world.customer.legal_name in whole
    second = stock.agreement(world.customer)
    stock.installed(world.customer, office=world.office, agreement=second)
    [one] = _says(document)
    assert world.agreement.number in one


def test_rule_48_a_suspended_service_counts():
    world = make.world()
    stock.record_change(
        service=world.other,
        effective_on=make.TODAY,
        change={"suspend": True},
        source=stock.Source("provider_event", cause="unpaid"),
        person_id=None,
        at=make.AT,
    )
    assert _says(make.delete(world, world.service)) == []


def test_what_stops_nothing_asks_nothing():
    world = make.world()
    assert _says(make.change(world)) == []
