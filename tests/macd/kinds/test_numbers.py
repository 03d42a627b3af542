"""Numbers of services that stop or move: which ones a decision is asked about."""

import pytest

from macd import operations, queries
from macd.kinds.numbers import moving_numbers, number_problems, offered_for, undecided_numbers
from macd.kinds.sight import Sight
from macd.refusals import NotPermitted, Unsound
from macd.vocabulary import Decision, Kind, NumberAction, Side
from services.models import ServiceNumber
from tests.macd import make
from tests.recall import recall
from tests.services import make as stock

pytestmark = pytest.mark.usefixtures("system")


@recall
def opened(world, kind, **facts):
    return operations.open_draft(
        kind=kind,
        customer=world.customer,
        requester_id=world.requester.pk,
        by=world.by(world.requester),
        at=make.AT,
        office=world.office,
        periods=[world.period()],
        **facts,
    )


def wrong(document):
    """What the rules say of the numbers of a document as it is now."""
    return list(number_problems(Sight(queries.whole(document.pk), on=make.TODAY)))


def decide(world, document, number, action, *, line=1, person=None):
    return make.fill(world, document, person, **{f"line.{line}.numbers.{number.e164}": action})


def test_rule_50_each_number_of_a_stop_is_asked_about():
    world = make.world()
    first, second = stock.number(world.service), stock.number(world.service)
    stock.number(world.service, status="released")
    stock.number(world.other)
    document = opened(world, Kind.DELETE)
    [line] = document.lines.all()
    assert line.number_actions == {first.e164: "", second.e164: ""}
    assert [problem.path for problem in wrong(document)] == [
        f"line.1.numbers.{first.e164}",
        f"line.1.numbers.{second.e164}",
    ]


@pytest.mark.parametrize("stays", ["keep", "forward", "nomadic", "replace"])
def test_a_number_of_a_stop_cannot_stay(stays):
    world = make.world()
    number = stock.number(world.service)
    document = decide(world, opened(world, Kind.DELETE), number, stays)
    assert [problem.path for problem in wrong(document)] == [f"line.1.numbers.{number.e164}"]
    assert wrong(decide(world, document, number, "release")) == []


def test_rule_50_a_transfer_names_a_service_that_goes_on_in_the_zone():
    """A number given to another service: one of the customer's, that stays, in the same zone."""
    world = make.world()
    number = stock.number(world.service)
    away = make.office(world.customer, "AWY", postcode="8000", telephone_zone="050")
    far = stock.installed(world.customer, office=away)
    document = decide(world, opened(world, Kind.DELETE), number, "transfer")
    path = f"line.1.number_service.{number.e164}"
    for target in (None, "SVC-none", world.service.service_id, far.service_id):
        if target:
            document = make.fill(world, document, **{path: target})
        assert [problem.path for problem in wrong(document)] == [path]
    document = make.fill(world, document, **{path: world.other.service_id})
    assert wrong(document) == []
    document = make.delivered(world, make.owed(world, document, Side.CUSTOMER))
    number.refresh_from_db()
    assert (number.service, number.status) == (world.other, "active")


def far_move(world):
    """The first service moves out of its zone, with a number; what its place is called."""
    number = stock.number(world.service)
    far = make.office(world.customer, "FAR", postcode="8000", telephone_zone="050")
    document = opened(world, Kind.MOVE, to_office=far)
    document = operations.decide_service(
        document=document,
        service_id=world.other.pk,
        decision=Decision.KEEP,
        by=world.by(world.requester),
        at=make.AT,
    )
    return make.owed(world, document, Side.CUSTOMER), number


def test_rule_30_a_number_that_leaves_its_zone_cannot_be_kept():
    world = make.world()
    document, number = far_move(world)
    document = decide(world, document, number, "keep", line=2)
    [problem] = wrong(document)
    assert problem.path == f"line.2.numbers.{number.e164}"
    assert "forward" in problem.message
    offered = offered_for(document.lines.get(number=2), number, side=Side.CUSTOMER)
    assert NumberAction.KEEP not in offered
    assert NumberAction.NOMADIC not in offered


def test_rule_30_a_forwarded_number_says_where_to():
    world = make.world()
    document, number = far_move(world)
    document = decide(world, document, number, "forward", line=2)
    path = f"line.2.number_forward.{number.e164}"
    assert [problem.path for problem in wrong(document)] == [path]
    document = make.fill(world, document, **{path: number.e164})
    assert [problem.path for problem in wrong(document)] == [path]
    with pytest.raises(Unsound):
        make.fill(world, document, **{path: "12"})
    document = make.fill(world, document, **{path: "050 33 45 67"})
    assert wrong(document) == []
    document = make.delivered(world, document)
    number.refresh_from_db()
    assert number.forwarded_to == "+3250334567"
    assert number.service.service_id == document.lines.get(number=2).new_service_id


def test_rule_30_a_replaced_number_is_given_up_with_the_old_service():
    world = make.world()
    document, number = far_move(world)
    document = decide(world, document, number, "replace", line=2)
    document = make.owed(world, document, Side.CUSTOMER)
    assert wrong(document) == []
    make.delivered(world, document)
    number.refresh_from_db()
    assert number.status == "released"


def test_rule_30_only_staff_take_a_number_out_of_its_zone_with_a_reason():
    world = make.world()
    document, number = far_move(world)
    reason = f"line.2.number_reason.{number.e164}"
    document = decide(world, document, number, "nomadic", line=2)
    assert [problem.path for problem in wrong(document)] == [reason]
    with pytest.raises(NotPermitted):
        make.fill(world, document, **{reason: "Because."})
    document = decide(world, document, number, "replace", line=2)
    document = make.in_review(world, make.owed(world, document, Side.CUSTOMER))
    line = document.lines.get(number=2)
    assert NumberAction.NOMADIC in offered_for(line, number, side=Side.PROVIDER)
    document = make.fill(world, document, world.manager, **{reason: "Home workers use it."})
    ServiceNumber.objects.filter(pk=number.pk).update(office=world.office)
    proposal = decide(world, document, number, "nomadic", line=2, person=world.manager)
    change = proposal.field_changes.get(path=f"line.2.numbers.{number.e164}", state="proposed")
    document = operations.decide_proposal(
        document=proposal,
        change_id=change.pk,
        accept=True,
        by=world.by(world.requester),
        at=make.AT,
    )
    assert wrong(document) == []


def test_rule_30_the_emergency_address_is_confirmed_where_a_number_rings_elsewhere():
    world = make.world()
    stock.number(world.service, office=world.office)
    near = make.office(world.customer, "NEAR", street="Veldstraat", number="9")
    document = opened(world, Kind.MOVE, to_office=near)
    rules = make.rules_for(document.kind)
    confirm = "numbers.emergency_confirmed"
    assert confirm in {p.path for p in rules.missing(document, side=Side.CUSTOMER)}
    document = make.fill(world, document, **{confirm: False})
    assert confirm in {p.path for p in rules.missing(document, side=Side.CUSTOMER)}
    document = operations.decide_service(
        document=document,
        service_id=world.other.pk,
        decision=Decision.MOVE,
        by=world.by(world.requester),
        at=make.AT,
    )
    document = make.delivered(world, make.owed(world, document, Side.CUSTOMER))
    number = ServiceNumber.objects.get(office=near)
    assert number.emergency_address == near.address


def test_rule_30_a_number_goes_along_within_its_zone_only():
    world = make.world()
    here, there = stock.number(world.service, zone="09"), stock.number(world.service, zone="02")
    nomadic = stock.number(world.service, zone="02", use="nomadic")
    near = make.office(world.customer, "NEAR")
    decided = moving_numbers([world.period()], to_office=near)[world.service.pk]
    assert decided == {here.e164: "keep", there.e164: "", nomadic.e164: "keep"}
    assert set(moving_numbers([world.period()], to_office=None)[world.service.pk].values()) == {""}


def test_a_move_asks_where_its_service_goes_on():
    world = make.world()
    number = stock.number(world.service, zone="02")
    near = make.office(world.customer, "NEAR")
    stop, start = opened(world, Kind.MOVE, to_office=near).lines.all()
    assert (stop.number_actions, start.number_actions) == ({}, {number.e164: ""})


def test_a_service_that_stops_in_a_move_is_asked_like_any_stop():
    world = make.world()
    number = stock.number(world.service)
    near = make.office(world.customer, "NEAR")
    document = operations.decide_service(
        document=opened(world, Kind.MOVE, to_office=near),
        service_id=world.service.pk,
        decision=Decision.STOP,
        by=world.by(world.requester),
        at=make.AT,
    )
    [line] = document.lines.all()
    assert line.number_actions == {number.e164: ""}


def test_numbers_are_read_in_one_query(django_assert_num_queries):
    world = make.world()
    stock.number(world.service)
    periods = [world.period(), world.period(world.other)]
    with django_assert_num_queries(1):
        found = undecided_numbers(periods)
    assert [service for service, numbers in found.items() if numbers] == [world.service.pk]
