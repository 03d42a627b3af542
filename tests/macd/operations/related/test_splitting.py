"""An office that moves to two places."""

import pytest

from macd import operations, queries
from macd.kinds import problems_of
from macd.refusals import StepDenied, Unsound
from macd.vocabulary import Bond, Decision, Happening, Side, Status, Step
from offices.models import Office, OfficeStatus
from services.inventory import services_on
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture
def world():
    return make.world()


@pytest.fixture
def third(world):
    return make.office(world.customer, "ANR", postcode="2000")


def split(world, document, office, *services, person=None):
    return operations.split_move(
        document=document,
        service_ids=[service.pk for service in services or [world.other]],
        to_office=office,
        by=world.by(person or world.requester),
        at=make.AT,
    )


def paths(document):
    return [p.path for p in problems_of(queries.whole(document.pk), on=make.TODAY)]


def test_rule_28_a_split_is_two_linked_moves(world, third):
    """One service goes to Bruges, the other to Antwerp: each Move is whole without the other's."""
    first = make.move(world)
    second = split(world, first, third)
    assert (second.bound_to, second.bond, second.to_office) == (first, Bond.SPLIT, third)
    assert {line.service for line in second.lines.all()} == {world.other}
    first = queries.whole(first.pk)
    assert {line.service for line in first.lines.all()} == {world.service}
    assert first.events.get(step=Happening.SPLIT).facts["other"] == second.number
    second = make.owed(world, second, Side.CUSTOMER)
    assert (paths(first), paths(second)) == ([], [])
    sites = {s.name: s.data for s in second.sections.all()}["sites"]
    assert sites["old_contact_name"] == make.WORDS["old_contact_name"]


def test_rule_27_without_its_other_half_a_service_is_undecided_again(world, third):
    first = make.move(world)
    second = split(world, first, third)
    make.step(world, second, Step.DISCARD, world.requester)
    assert paths(first) == ["lines"]


def test_rule_35_the_office_closes_with_the_last_of_the_two(world, third):
    first = make.move(world)
    second = make.owed(world, split(world, first, third), Side.CUSTOMER)
    make.delivered(world, queries.whole(first.pk))
    assert Office.objects.get(pk=world.office.pk).status == OfficeStatus.ACTIVE
    assert make.delivered(world, second).status
    assert queries.whole(second.pk).status == Status.COMPLETED
    assert Office.objects.get(pk=world.office.pk).status == OfficeStatus.CLOSED
    for office in (world.elsewhere, third):
        there = services_on(customer_id=world.customer.pk, on=make.TODAY, office=office)
        assert there.count() == 1


def test_what_cannot_be_split_says_why(world, third):
    first = make.move(world)
    for office, services in (
        (world.elsewhere, [world.other]),
        (world.office, [world.other]),
        (make.office(make.world().customer, "XXX"), [world.other]),
        (third, [world.service, world.other]),
        (third, [make.stock.installed(world.customer, office=third)]),
    ):
        with pytest.raises(Unsound):
            split(world, first, office, *services)
    internal = make.draft(
        world, "move", to_office=world.office, periods=[world.period(), world.period(world.other)]
    )
    with pytest.raises(StepDenied):
        split(world, internal, third)
    sent = make.step(world, first, Step.SUBMIT, world.requester)
    with pytest.raises(StepDenied):
        split(world, sent, third)


def test_what_is_kept_does_not_count_as_left(world, third):
    first = make.move(world)
    first = operations.decide_service(
        document=first,
        service_id=world.service.pk,
        decision=Decision.KEEP,
        by=world.by(world.requester),
        at=make.AT,
    )
    with pytest.raises(Unsound, match="Leave at least one"):
        split(world, first, third)
