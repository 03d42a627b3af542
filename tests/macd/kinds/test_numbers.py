"""Numbers of services that stop or move: which ones a decision is asked about."""

import pytest

from macd import operations
from macd.kinds.numbers import moving_numbers, number_problems, undecided_numbers
from macd.vocabulary import Decision, Kind
from tests.macd import make
from tests.services import make as stock

pytestmark = pytest.mark.usefixtures("system")


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


def test_rule_50_each_number_of_a_stop_is_asked_about():
    world = make.world()
    first, second = stock.number(world.service), stock.number(world.service)
    stock.number(world.service, status="released")
    stock.number(world.other)
    [line] = opened(world, Kind.DELETE).lines.all()
    assert line.number_actions == {first.e164: "", second.e164: ""}
    assert [problem.path for problem in number_problems(line)] == [
        f"line.1.numbers.{first.e164}",
        f"line.1.numbers.{second.e164}",
    ]


def test_a_number_of_a_stop_cannot_stay():
    world = make.world()
    number = stock.number(world.service)
    [line] = opened(world, Kind.DELETE).lines.all()
    line.number_actions = {number.e164: "keep"}
    assert len(list(number_problems(line))) == 1
    line.number_actions = {number.e164: "release"}
    assert list(number_problems(line)) == []


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
        assert set(undecided_numbers(periods)) == {world.service.pk}
