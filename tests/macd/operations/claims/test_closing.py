"""What remains in order when a document ends."""

import pytest
from django.db import IntegrityError, transaction

from macd import queries
from macd.kinds import rules_for
from macd.vocabulary import Side, Status, Step
from offices.models import Office, OfficeStatus
from offices.operations import open_planned_office
from services.models import Claim, Service
from signing.ledger import entry_for
from tests.macd import make
from tests.services import make as stock

pytestmark = pytest.mark.usefixtures("system")


def _planned(world):
    return open_planned_office(
        customer_id=world.customer.pk,
        name="New site",
        code="NEW",
        street="Stationsplein",
        number="3",
        postcode="8000",
        municipality="Brugge",
        at=make.AT,
    )


def _status(office):
    return Office.objects.get(pk=office.pk).status


def test_rule_39_a_planned_office_vanishes_with_a_refused_document():
    world = make.world()
    office = _planned(world)
    document = make.step(world, make.add(world, office=office), Step.SUBMIT, world.requester)
    assert _status(office) == OfficeStatus.PLANNED
    make.step(world, document, Step.REJECT, world.manager, note="We do not serve it.")
    assert _status(office) == OfficeStatus.CLOSED


def test_rule_39_not_while_another_document_waits_for_it():
    world = make.world()
    office = _planned(world)
    one, two = (make.add(world, office=office) for _ in range(2))
    make.step(world, one, Step.DISCARD, world.requester)
    assert _status(office) == OfficeStatus.PLANNED
    make.step(world, two, Step.DISCARD, world.requester)
    assert _status(office) == OfficeStatus.CLOSED


def test_rule_39_a_planned_office_is_active_with_its_first_service():
    world = make.world()
    office = _planned(world)
    document = make.delivered(world, make.add(world, office=office))
    assert document.status == Status.COMPLETED
    assert _status(office) == OfficeStatus.ACTIVE


def test_rule_39_a_move_that_fails_leaves_no_planned_office():
    world = make.world()
    office = _planned(world)
    document = make.started(world, make.move(world, to_office=office))
    for number in (2, 4):
        document = make.line_step(world, document, number, "fail", world.operations, note="No.")
    assert document.status == Status.FAILED
    assert _status(office) == OfficeStatus.CLOSED


def test_rule_35_an_office_that_was_emptied_by_a_move_closes():
    world = make.world()
    make.delivered(world, make.move(world))
    assert _status(world.office) == OfficeStatus.CLOSED
    assert _status(world.elsewhere) == OfficeStatus.ACTIVE


def test_rule_52_an_office_with_a_service_left_stays_open():
    world = make.world()
    make.delivered(world, make.delete(world, world.other))
    assert _status(world.office) == OfficeStatus.ACTIVE


def test_rule_52_an_office_whose_last_service_stops_closes_unless_something_comes():
    world = make.world()
    far = make.stock.installed(world.customer, office=world.elsewhere, agreement=world.agreement)
    coming = make.add(world, office=world.elsewhere)
    make.delivered(world, make.delete(world, far, office=world.elsewhere))
    assert _status(world.elsewhere) == OfficeStatus.ACTIVE
    make.step(world, coming, Step.DISCARD, world.requester)
    again = make.stock.installed(world.customer, office=world.elsewhere, agreement=world.agreement)
    make.delivered(world, make.delete(world, again, office=world.elsewhere))
    assert _status(world.elsewhere) == OfficeStatus.CLOSED


def test_a_refused_document_lets_its_services_go():
    world = make.world()
    document = make.submitted(world)
    assert Claim.objects.filter(released_at=None).count() == 1
    document = make.step(world, document, Step.WITHDRAW, world.requester, note="No need.")
    assert document.status == Status.CANCELLED
    assert not Claim.objects.filter(released_at=None).exists()
    assert {line.status for line in document.lines.all()} == {"withdrawn"}


def test_a_sealed_document_that_is_withdrawn_says_so_in_the_ledger():
    from macd.sealing import seal_version

    world = make.world()
    document = make.agreed(world, make.change(world))
    seal_version(document.renderings.get(purpose="sealed").pk, at=make.AT)
    document = make.step(world, document, Step.WITHDRAW, world.signatory, note="No need.")
    document = make.step(world, document, Step.GRANT_WITHDRAWAL, world.manager)
    document = make.step(world, document, Step.CLOSE_WITHDRAWN, world.operations)
    assert document.status == Status.CANCELLED
    assert entry_for(document.number, document.version).withdrawn_at == make.AT
    assert not document.signatures.filter(voided_at=None).exists()
    assert document.signatures.count() == 1


def test_a_seal_that_comes_after_the_withdrawal_says_so_as_well():
    from macd.sealing import seal_version

    world = make.world()
    document = make.agreed(world, make.change(world))
    document = make.step(world, document, Step.WITHDRAW, world.requester, note="No need.")
    document = make.step(world, document, Step.GRANT_WITHDRAWAL, world.manager)
    document = make.step(world, document, Step.CLOSE_WITHDRAWN, None)
    seal_version(document.renderings.get(purpose="sealed").pk, at=make.AT)
    assert entry_for(document.number, document.version).withdrawn_at == make.AT


def test_rule_35_people_of_the_old_office_belong_where_it_is_said():
    """Two people have the old office as their home: asked where they belong, they move along."""
    world = make.world()
    sim = stock.version(family="mobile", site_bound=False)
    people = [
        stock.installed(
            world.customer,
            offering_version=sim,
            agreement=world.agreement,
            configuration={"user_name": name},
        )
        for name in ("Ana", "Ben")
    ]
    Service.objects.filter(pk__in=[one.pk for one in people]).update(home_office=world.office)
    number = stock.number(people[0], use="nomadic", office=world.office)
    document = make.draft(
        world,
        "move",
        to_office=world.elsewhere,
        periods=[world.period(), world.period(world.other)],
    )
    asked = {f.path: f for f in rules_for("move").fields_for(queries.whole(document.pk))}
    assert asked["sites.home_offices"].help == "Ana, Ben"
    make.delivered(world, make.owed(world, document, Side.CUSTOMER))
    homes = {one.home_office for one in Service.objects.filter(pk__in=[p.pk for p in people])}
    assert homes == {world.elsewhere}
    number.refresh_from_db()
    assert (number.office, number.emergency_address) == (world.elsewhere, world.elsewhere.address)


def test_rule_35_where_nobody_is_at_home_nothing_is_asked():
    """A Move of an office that is nobody's home asks no such question."""
    world = make.world()
    fields = rules_for("move").fields_for(queries.whole(make.move(world).pk))
    assert "sites.home_offices" not in {field.path for field in fields}


def test_rule_35_the_database_keeps_a_home_within_the_company():
    """Nobody's home office is one of another company."""
    world, other = make.world(), make.world()
    with pytest.raises(IntegrityError), transaction.atomic():
        Service.objects.filter(pk=world.service.pk).update(home_office=other.office)
