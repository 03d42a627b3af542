"""Add: sellable that day, its needs met, somewhere to stand."""

from datetime import date

import pytest

from macd import queries
from macd.kinds import rules_for
from macd.kinds.add import starting_configuration
from macd.refusals import Unsound
from macd.vocabulary import Kind, Side
from offices.models import Office, OfficeStatus
from services.models import Dependency, OfferingVersion
from tests.macd import make
from tests.services import make as stock

pytestmark = pytest.mark.usefixtures("system")


def _problems(document, on=make.TODAY):
    document = queries.whole(document.pk)
    return {p.path: str(p.message) for p in rules_for(document.kind).problems(document, on=on)}


def test_rule_37_it_names_no_installed_service():
    world = make.world()
    document = make.draft(
        world, Kind.ADD, periods=[world.period()], offerings=[world.plus, world.extra]
    )
    assert [(line.service, line.action) for line in document.lines.all()] == [(None, "add")] * 2


def test_rule_37_sellable_on_the_day_that_is_wanted():
    world = make.world()
    ending = stock.version(end_of_sale_on=date(2026, 5, 4))
    document = make.add(world, ending)
    assert "no longer sold" in _problems(document)["line.1.offering"]
    document = make.fill(world, document, **{"request.requested_on": "2026-05-01"})
    assert _problems(document) == {}


@pytest.mark.parametrize("scope", ["office", "customer"])
def test_rule_38_what_it_needs_is_installed_or_asked_for(scope):
    world = make.world()
    base = stock.version(names=stock.names("Access Base"))
    phone = stock.version(family="sip", names=stock.names("Phone"))
    Dependency.objects.create(offering=phone.offering, needs=base.offering, scope=scope)
    document = make.add(world, phone)
    assert "Access Base" in _problems(document)["line.1"]
    assert _problems(make.add(world, phone, base)) == {}
    stock.installed(
        world.customer,
        office=world.elsewhere,
        offering_version=base,
        agreement=world.agreement,
    )
    assert ("line.1" in _problems(document)) == (scope == "office")


def test_rule_42_settings_and_quantity_lie_within_the_limits():
    world = make.world()
    limited = stock.version(minimum_quantity=2, maximum_quantity=4)
    limited.refresh_from_db()
    document = make.add(world, limited)
    assert document.lines.get().quantity == 2
    document = make.fill(world, document, **{"line.1.quantity": "5"})
    assert "line.1.quantity" in _problems(document)
    for value in ("9", "1001", "fast"):
        with pytest.raises(Unsound):
            make.fill(world, document, **{"line.1.desired.speed": value})


def test_rule_40_it_comes_under_the_agreement_and_ends_with_it():
    world = make.world()
    assert make.add(world).lines.get().agreement == world.agreement


def test_what_is_tied_to_an_office_needs_one_that_is_open():
    world = make.world()
    assert "line.1" in _problems(make.add(world, office=None))
    nomadic = stock.version(family="mobile", site_bound=False)
    assert _problems(make.add(world, nomadic, office=None)) == {}
    Office.objects.filter(pk=world.office.pk).update(status=OfficeStatus.CLOSED)
    assert "office" in _problems(make.add(world))


def test_an_address_that_cannot_be_served_is_not_approved():
    world = make.world()
    visited = stock.version(site_visit=True)
    document = make.owed(world, make.in_review(world, make.add(world, visited)), Side.PROVIDER)
    assert _problems(document) == {}
    document = make.fill(
        world, document, world.manager, **{"technical.serviceability": "impossible"}
    )
    assert "technical.serviceability" in _problems(document)


def test_lead_times_bind_the_day_that_is_wanted():
    world = make.world()
    document = make.add(world)
    document = make.fill(world, document, **{"request.requested_on": "2026-03-31"})
    assert "1 April 2026" in _problems(document)["request.requested_on"]
    document = make.fill(world, document, **{"request.requested_on": "2026-04-01"})
    assert _problems(document) == {}


def test_it_starts_from_the_first_choice_and_the_least_number():
    version = OfferingVersion(
        characteristics=[
            stock.SPEED,
            stock.SLA,
            stock.characteristic("backup", "boolean"),
            stock.characteristic("limit", "decimal", minimum="1.5", mandatory=True),
            stock.characteristic("label"),
        ]
    )
    assert starting_configuration(version) == {
        "speed": 10,
        "sla": "basic",
        "backup": False,
        "limit": "1.5",
    }


def test_rule_40_of_several_agreements_one_is_chosen():
    """A phone under which of two agreements? It is asked, and not taken to be the newest."""
    world = make.world()
    newer = stock.agreement(world.customer, starts_on=date(2026, 1, 1))
    document = make.add(world, world.plus, stock.version(family="hardware"))
    assert [line.agreement for line in document.lines.order_by("number")] == [
        world.agreement,
        None,
    ]
    assert "Choose the agreement" in _problems(document)["line.2.agreement"]
    document = make.fill(world, document, **{"line.2.agreement": newer.number})
    assert _problems(document) == {}
