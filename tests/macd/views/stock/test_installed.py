"""Installed services as cards, with what can be done to each."""

from decimal import Decimal

import pytest

from accounts.roles import CustomerRole
from macd.views.stock.installed import by_office, monthly, office_card, plan_of, service_cards
from macd.views.stock.offices import installed_on
from services.claims import claim
from tests.accounts import make as people
from tests.macd import make
from tests.services import make as stock

pytestmark = pytest.mark.usefixtures("system")


def cards(world, person=None, *, on=make.TODAY):
    periods = list(installed_on(on).filter(customer=world.customer))
    found = service_cards(world.by(person or world.requester), periods, on=on)
    return {card["service_id"]: card for card in found}


def test_a_card_says_plan_since_agreement_and_price():
    world = make.world()
    card = cards(world)[world.service.service_id]
    assert card["name"] == "SmartFit Internet Plus"
    assert card["plan"] == "100 Mbps"
    assert card["since"].isoformat() == "2025-01-01"
    assert card["agreement_end"].isoformat() == "2027-12-31"
    assert card["price"] == Decimal(50)


def denied(card):
    return [bool(action["denied"]) for action in card["actions"]]


@pytest.mark.parametrize(
    ("action", "expected"),
    [("modify", [False, True, True]), ("delete", [True] * 3), ("move", [True] * 3)],
)
def test_rule_05_what_is_claimed_is_greyed_with_its_document(action, expected):
    world = make.world()
    claim(
        service=world.service, action=action, holder="MACD-2026-00042/1", fields=["sla"], at=make.AT
    )
    card = cards(world)[world.service.service_id]
    assert denied(card) == expected
    assert card["open_url"] == "/documents/MACD-2026-00042/"
    assert denied(cards(world)[world.other.service_id]) == [False] * 3


def test_rule_02_finance_hears_of_an_open_request_once_it_is_signed():
    world = make.world()
    make.submitted(world)
    here = world.service.service_id
    assert cards(world, world.manager)[here]["open_url"]
    assert cards(world, world.finance)[here]["open_text"] == ""
    assert cards(world, world.finance)[here]["open_url"] == ""


def test_what_is_tied_to_no_office_does_not_move():
    world = make.world()
    mobile = stock.installed(world.customer, agreement=world.agreement)
    assert denied(cards(world)[mobile.service_id]) == [False, True, False]


def test_who_only_reads_is_offered_nothing():
    world = make.world()
    viewer = people.membership(CustomerRole.VIEWER, customer=world.customer).person
    assert cards(world, viewer)[world.service.service_id]["actions"] == []
    assert cards(world, world.operations)[world.service.service_id]["actions"] == []


def test_the_account_manager_starts_for_the_customer():
    world = make.world()
    [change, _move, _stop] = cards(world, world.manager)[world.service.service_id]["actions"]
    assert f"customer={world.customer.public_id}" in change["url"]


def test_offices_add_up():
    world = make.world()
    stock.installed(world.customer, quantity=3, price="10.0000")
    there = by_office(installed_on(make.TODAY).filter(customer=world.customer))
    assert {place: len(here) for place, here in there.items()} == {world.office.pk: 2, None: 1}
    assert monthly(there[None]) == Decimal(30)
    card = office_card(world.office, there[world.office.pk])
    assert (card["services_count"], card["price"], card["status"]) == (2, Decimal(100), "")


def test_an_unknown_setting_is_left_out_of_the_plan():
    world = make.world()
    period = world.period()
    period.configuration = {"speed": 100, "gone": "x", "sla": "gold"}
    assert plan_of(period) == "100 Mbps · Gold"


def test_a_plan_follows_the_catalogue_and_joins_what_has_one_unit():
    period = make.world().period()
    speeds = [
        {"code": code, "names": {"en": code.title()}, "type": "integer", "unit": "Mbps"}
        for code in ("download", "upload")
    ]
    choices = [{"value": code, "names": {"en": name}} for code, name in (("0", "None"), ("1", "1"))]
    addresses = {"code": "ip", "names": {"en": "Addresses"}, "type": "choice", "choices": choices}
    period.offering_version.characteristics = [*speeds, addresses]
    period.configuration = {"ip": "1", "upload": 40, "download": 100}
    assert plan_of(period) == "100/40 Mbps · Addresses: 1"
    period.configuration["ip"] = "0"
    assert plan_of(period) == "100/40 Mbps"


def test_a_plan_tells_what_a_bare_figure_and_a_yes_are_of():
    world = make.world()
    period = world.period()
    names = dict.fromkeys(("nl", "fr", "en", "de"), "Remote users")
    period.offering_version.characteristics = [
        {"code": "users", "names": names, "type": "integer"},
        {"code": "inspection", "names": {**names, "en": "Inspection"}, "type": "boolean"},
        {"code": "logging", "names": {**names, "en": "Logging"}, "type": "boolean"},
    ]
    period.configuration = {"users": 10, "inspection": True, "logging": False}
    assert plan_of(period) == "Remote users: 10 · Inspection"
