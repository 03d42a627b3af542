"""What each decision about a service of a moving office leads to (domain.md §4)."""

from datetime import date, timedelta

import pytest

from macd import operations, queries
from macd.kinds import rules_for
from macd.refusals import Unsound
from macd.vocabulary import Decision, Kind, Side
from offices.models import Office
from services.inventory import services_on, state_on
from services.models import Dependency
from tests.accounts import make as people
from tests.macd import make
from tests.services import make as stock

pytestmark = pytest.mark.usefixtures("system")


def problems(document, on=make.TODAY):
    document = queries.whole(document.pk)
    return {p.path: str(p.message) for p in rules_for(document.kind).problems(document, on=on)}


def missing(document, side=Side.CUSTOMER):
    document = queries.whole(document.pk)
    return {p.path for p in rules_for(document.kind).missing(document, side=side)}


def decide(world, document, service, decision, **more):
    return operations.decide_service(
        document=document,
        service_id=service.pk,
        decision=decision,
        by=world.by(world.requester),
        at=make.AT,
        **more,
    )


def test_rule_28_a_replacement_is_chosen_from_what_is_sold():
    """Replaced: the old service stops, another offering starts, at the catalogue's price."""
    world = make.world()
    document = decide(world, make.move(world), world.service, Decision.REPLACE)
    stop, start = document.lines.filter(service=world.service).order_by("number")
    path = f"line.{start.number}.offering"
    assert world.service.service_id in problems(document)[path]
    document = make.fill(
        world,
        document,
        **{path: world.extra.offering.code, f"line.{start.number}.desired.speed": "500"},
    )
    assert problems(document) == {}
    start.refresh_from_db()
    stop.refresh_from_db()
    assert (stop.price_before, stop.price_after) == (50, 0)
    assert (start.price_before, start.price_after) == (0, 90)
    document = make.delivered(world, document)
    there = services_on(customer_id=world.customer.pk, on=make.TODAY, office=world.elsewhere)
    assert world.extra in {period.offering_version for period in there}


def test_rule_28_a_service_that_is_there_already_takes_over():
    """Replaced by a service at the new office: the old one stops, its numbers go over."""
    world = make.world()
    near = make.office(world.customer, "NEAR")
    there = stock.installed(world.customer, office=near, agreement=world.agreement)
    number = stock.number(world.service)
    document = make.move(world, to_office=near)
    document = decide(world, document, world.service, Decision.REPLACE, replaced_by=there)
    [line] = document.lines.filter(service=world.service)
    assert (line.action, line.replaced_by) == ("delete", there)
    assert line.number_actions == {number.e164: "transfer"}
    assert problems(document) == {}
    make.delivered(world, document)
    number.refresh_from_db()
    assert number.service == there
    assert state_on(world.service, make.TODAY) is None


def test_rule_28_what_takes_over_is_at_the_new_office():
    world = make.world()
    third = make.office(world.customer, "3RD")
    away = stock.installed(world.customer, office=third, agreement=world.agreement)
    document = decide(world, make.move(world), world.service, Decision.REPLACE, replaced_by=away)
    assert away.service_id in problems(document)["lines"]
    with pytest.raises(Unsound):
        decide(
            world,
            document,
            world.service,
            Decision.REPLACE,
            replaced_by=stock.installed(people.customer()),
        )


def test_rule_27_a_service_that_came_meanwhile_is_decided_as_well():
    world = make.world()
    document = make.move(world)
    late = stock.installed(world.customer, office=world.office, agreement=world.agreement)
    assert late.service_id in problems(document)["lines"]
    document = decide(world, document, late, Decision.STOP)
    assert problems(document) == {}
    elsewhere = stock.installed(world.customer, office=world.elsewhere)
    with pytest.raises(Unsound):
        decide(world, document, elsewhere, Decision.STOP)


def test_end_of_life_does_not_move_but_is_replaced():
    """Domain §2: from its end of life a service moves only as its named successor."""
    world = make.world()
    stock.version(
        world.plus.offering,
        names=stock.names("Plus"),
        valid_from=date(2026, 1, 1),
        end_of_life_on=date(2026, 5, 1),
        successor=world.extra.offering,
    )
    document = make.move(world)
    assert "SmartFit Internet Extra" in problems(document)["lines"]
    document = decide(world, document, world.service, Decision.REPLACE)
    number = document.lines.get(service=world.service, action="add").number
    document = make.fill(
        world,
        document,
        **{
            f"line.{number}.offering": world.extra.offering.code,
            f"line.{number}.desired.speed": "500",
        },
    )
    assert problems(document) == {}


def test_rule_33_days_between_are_shown_and_confirmed():
    world = make.world()
    document = make.fill(world, make.move(world), **{"planning.gap_days": "3"})
    told = problems(document)["planning.gap_confirmed"]
    assert "1 May 2026" in told
    assert "3 May 2026" in told
    document = make.fill(world, document, **{"planning.gap_confirmed": True})
    assert problems(document) == {}
    document = make.fill(world, document, **{"planning.overlap_days": "2"})
    assert "planning.gap_days" in problems(document)


def test_rule_33_the_old_place_stops_when_the_agreed_overlap_is_over():
    """Two days of overlap: the stop is planned two days later, and waits for the actual start."""
    world = make.world()
    document = make.fill(world, make.move(world), **{"planning.overlap_days": "2"})
    document = make.started(world, document)
    stop, start = document.lines.get(number=1), document.lines.get(number=2)
    assert stop.requested_on - start.requested_on == timedelta(days=2)
    assert stop.committed_on - start.committed_on == timedelta(days=2)
    day = make.TODAY + timedelta(days=70)
    later = {"at": make.AT + timedelta(days=80)}
    document = make.line_step(world, document, 2, "deliver", world.operations, on=day, **later)
    early = day + timedelta(days=1)
    with pytest.raises(Unsound) as refused:
        make.line_step(world, document, 1, "deliver", world.operations, on=early, **later)
    assert "days on which both" in str(refused.value.problems[0].message)
    over = day + timedelta(days=2)
    document = make.line_step(world, document, 1, "deliver", world.operations, on=over, **later)
    assert document.lines.get(number=1).delivered_on == over


def test_rule_34_who_relies_on_it_elsewhere_is_ticked_by_the_account_manager():
    """A service at another office relies on one that moves: it stays, and staff see to it."""
    world = make.world()
    assert "technical.dependents_keep_working" not in missing(make.move(world), Side.PROVIDER)
    users = stock.version(family="uc", site_bound=False)
    Dependency.objects.create(offering=users.offering, needs=world.plus.offering, scope="customer")
    stock.installed(world.customer, offering_version=users, agreement=world.agreement)
    document = make.in_review(world, make.move(world))
    assert "technical.dependents_keep_working" in missing(document, Side.PROVIDER)
    document = make.owed(world, document, Side.PROVIDER)
    assert missing(document, Side.PROVIDER) == set()


def test_rule_26_within_one_building_the_same_services_go_to_another_floor():
    """An internal move: no pair, no question about the address, the office keeps its services."""
    world = make.world()
    number = stock.number(world.service, office=world.office)
    periods = [world.period(world.service), world.period(world.other)]
    document = make.draft(world, Kind.MOVE, to_office=world.office, periods=periods)
    asked = missing(document)
    assert "sites.new_floor" in asked
    assert not asked & {"sites.line_there", "sites.old_contact_name", "numbers.emergency_confirmed"}
    document = make.owed(world, document, Side.CUSTOMER)
    assert [line.action for line in document.lines.all()] == ["modify", "modify"]
    assert problems(document) == {}
    document = make.delivered(world, document)
    assert document.status == "completed"
    assert Office.objects.get(pk=world.office.pk).floor == "Third floor"
    assert state_on(world.service, make.TODAY).office == world.office
    number.refresh_from_db()
    assert "Third floor" in number.emergency_address


def test_rule_36_a_temporary_move_says_until_when():
    world = make.world()
    document = make.fill(world, make.move(world), **{"planning.until": "2026-05-01"})
    assert "planning.until" in problems(document)
    document = make.fill(world, document, **{"planning.until": "2026-09-30"})
    assert problems(document) == {}
    starts = document.lines.filter(action="add")
    assert {line.until_on for line in starts} == {date(2026, 9, 30)}
    assert {line.until_on for line in document.lines.filter(action="delete")} == {None}


def test_rule_32_the_checklist_is_complete_before_it_is_sent():
    world = make.world()
    periods = [world.period(world.service), world.period(world.other)]
    document = make.draft(world, Kind.MOVE, to_office=world.elsewhere, periods=periods)
    assert missing(document) >= {
        "sites.landlord",
        "sites.cabling",
        "sites.power_and_rack",
        "sites.line_there",
        "sites.access_hours",
        "sites.contact_mobile",
        "sites.old_contact_mobile",
    }
