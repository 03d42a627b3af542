"""The whole relocation of domain.md §4 in one sitting: twelve services, two numbers that leave
their zone, a trunk that relies on the fibre, and one service that stops."""

from datetime import timedelta

import pytest

from macd import operations, queries
from macd.kinds import rules_for
from macd.operations.filling.imagining import imagine_decisions
from macd.plan import plan_of
from macd.vocabulary import Action, Decision, Kind, Status
from offices.models import Office, OfficeStatus
from offices.operations import open_planned_office
from services.inventory import services_on
from services.models import Agreement, Dependency, ServiceNumber
from tests.macd import make
from tests.services import make as stock

pytestmark = pytest.mark.usefixtures("system")


def office_of_twelve(world):
    """Ten more services beside the two; a trunk with two numbers that needs the access."""
    trunk = stock.version(family="sip", names=stock.names("SIP trunk"))
    Dependency.objects.create(offering=trunk.offering, needs=world.plus.offering, scope="office")
    more = {"office": world.office, "agreement": world.agreement}
    phone = stock.installed(world.customer, offering_version=trunk, **more)
    for _each in range(9):
        stock.installed(world.customer, offering_version=world.extra, price="90.0000", **more)
    stock.installed(world.customer, office=world.elsewhere, agreement=world.agreement)
    return phone, [stock.number(phone, office=world.office) for _each in range(2)]


def moved(world):
    """The draft, to a new address in another telephone zone."""
    new = open_planned_office(
        customer_id=world.customer.pk,
        name="New",
        code="NEW",
        street="Doorniksewijk",
        number="1",
        postcode="8500",
        municipality="Kortrijk",
        at=make.AT,
    )
    assert new.telephone_zone == "056"
    periods = list(services_on(customer_id=world.customer.pk, on=make.TODAY, office=world.office))
    assert len(periods) == 12
    return make.draft(world, Kind.MOVE, to_office=new, periods=periods), new


READY, OVER = make.TODAY + timedelta(days=63), make.TODAY + timedelta(days=66)


def delivered_in_order(world, document):
    """Every start on one day, every stop when the overlap is over; the days that were promised."""
    document = make.started(world, document)
    days = {
        line.action: line.committed_on
        for line in document.lines.all()
        if line.decision == Decision.MOVE
    }
    later = make.AT + timedelta(days=90)
    lines = sorted(document.lines.all(), key=lambda line: line.action != Action.ADD)
    for line in lines:
        day = READY if line.action == Action.ADD else OVER
        document = make.line_step(
            world, document, line.number, "deliver", world.operations, at=later, on=day
        )
    for line in lines:
        document = make.line_step(world, document, line.number, "accept", world.requester, at=later)
    return days


def problems(document):
    document = queries.whole(document.pk)
    return [p.path for p in rules_for(document.kind).problems(document, on=make.TODAY)]


def test_an_office_of_twelve_services_moves_in_one_sitting():
    world = make.world()
    trunk, (first, second) = office_of_twelve(world)
    ends = {a.pk: a.initial_end_on for a in Agreement.objects.all()}
    document, new = moved(world)
    stopped = world.other
    document = operations.decide_service(
        document=document,
        service_id=stopped.pk,
        decision=Decision.STOP,
        by=world.by(world.requester),
        at=make.AT,
    )
    start = document.lines.get(service=trunk, action=Action.ADD).number
    path = f"line.{start}.numbers"
    assert [p for p in problems(document) if p.startswith(path)] == [
        f"{path}.{first.e164}",
        f"{path}.{second.e164}",
    ]
    document = make.fill(
        world,
        document,
        **{
            f"{path}.{first.e164}": "replace",
            f"{path}.{second.e164}": "forward",
            f"line.{start}.number_forward.{second.e164}": "056 22 33 44",
            "planning.overlap_days": "3",
        },
    )
    document = make.owed(world, document, "customer")
    assert problems(document) == []
    assert document.monthly_difference == -50
    days = delivered_in_order(world, document)
    assert days[Action.DELETE] - days[Action.ADD] == timedelta(days=3)
    assert queries.whole(document.pk).status == Status.COMPLETED
    there = services_on(customer_id=world.customer.pk, on=OVER, office=new)
    assert there.count() == 11
    assert not services_on(customer_id=world.customer.pk, on=OVER, office=world.office).exists()
    assert Office.objects.get(pk=world.office.pk).status == OfficeStatus.CLOSED
    assert Office.objects.get(pk=new.pk).status == OfficeStatus.ACTIVE
    assert ServiceNumber.objects.get(pk=first.pk).status == "released"
    assert ServiceNumber.objects.get(pk=second.pk).forwarded_to == "+3256223344"
    assert {a.pk: a.initial_end_on for a in Agreement.objects.all()} == ends


def test_rule_34_the_trunk_does_not_go_where_its_fibre_does_not():
    """The access is kept at the old office: what needs it at the new one is missing."""
    world = make.world()
    trunk, _numbers = office_of_twelve(world)
    document, _new = moved(world)
    document = operations.decide_service(
        document=document,
        service_id=world.service.pk,
        decision=Decision.KEEP,
        by=world.by(world.requester),
        at=make.AT,
    )
    document = queries.whole(document.pk)
    found = rules_for(document.kind).problems(document, on=make.TODAY)
    told = [str(problem.message) for problem in found if problem.path == "lines"]
    assert any(f"({trunk}) needs" in message for message in told), told


def test_what_if_of_the_whole_move_writes_nothing():
    world = make.world()
    office_of_twelve(world)
    document, _new = moved(world)
    before = queries.whole(document.pk).content_hash
    told = {line.service_id: (Decision.STOP, None) for line in document.lines.all()}
    imagined = imagine_decisions(queries.whole(document.pk), told, on=make.TODAY)
    assert {line.action for line in imagined.lines.all()} == {Action.DELETE}
    assert plan_of(imagined, on=make.TODAY).earliest == make.TODAY
    assert queries.whole(document.pk).content_hash == before
    assert document.lines.count() == 24
