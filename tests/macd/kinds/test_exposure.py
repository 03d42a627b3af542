"""What ending services costs, and when finance looks at it (rules 53 to 55)."""

from datetime import date
from decimal import Decimal

import pytest

from macd import queries
from macd.content import totals
from macd.kinds.exposure import exposure_of, lessens
from macd.refusals import NotPermitted
from macd.vocabulary import Side, Status, Step
from services.models import Agreement, DevicePlan
from tests.macd import make
from tests.services import make as stock

pytestmark = pytest.mark.usefixtures("system")


def plan(world, **fields):
    facts = {
        "name": "Phone",
        "starts_on": date(2026, 1, 1),
        "months": 12,
        "instalment": Decimal(20),
        **fields,
    }
    return DevicePlan.objects.create(customer=world.customer, service=world.service, **facts)


def exposure(document):
    return exposure_of(queries.whole(document.pk), on=make.TODAY)


def test_rule_55_without_a_reason_it_is_done_here_for_nothing():
    world = make.world()
    told = exposure(make.delete(world))
    assert (told.fee, told.reasons) == (0, ())


def test_rule_55_a_device_that_is_paid_off_makes_a_fee_that_is_signed():
    """Stopped on 4 May: seven of twelve instalments fall due from then on."""
    world = make.world()
    plan(world)
    document = make.fill(world, make.delete(world), **{"request.requested_on": make.WANTED})
    told = exposure(document)
    assert told.fee == 140
    assert len(told.reasons) == 1
    assert totals(document)["once"] == "140.00"


def test_rule_55_a_stop_with_a_fee_has_finance_as_second_approver():
    world = make.world()
    plan(world)
    document = make.in_review(world, make.delete(world))
    document = make.owed(world, document, Side.PROVIDER)
    seen = document.content_hash
    document = make.step(world, document, Step.APPROVE, world.manager, seen=seen)
    assert document.status == Status.AWAITING_SECOND_APPROVAL
    with pytest.raises(NotPermitted):
        make.step(world, document, Step.CONFIRM, world.lead, seen=seen)
    document = make.step(world, document, Step.CONFIRM, world.finance, seen=seen)
    assert document.status == Status.AWAITING_SIGNATURE


@pytest.mark.parametrize(("minimum", "looks"), [("100", True), ("50", False)])
def test_rule_55_below_the_minimum_of_an_agreement(minimum, looks):
    """Two services of 50 a month; one stops."""
    world = make.world()
    Agreement.objects.filter(pk=world.agreement.pk).update(recurring_minimum=minimum)
    assert bool(exposure(make.delete(world)).reasons) == looks


def test_rule_55_a_downgrade_below_the_minimum_goes_by_finance_too():
    world = make.world()
    Agreement.objects.filter(pk=world.agreement.pk).update(recurring_minimum="100")
    cheap = stock.version(names=stock.names("Internet Light"), recurring_price="20.0000")
    type(world.plus.offering).objects.get(pk=world.plus.offering_id).paths.create(
        target=cheap.offering
    )
    document = make.draft_change(
        world, **{"line.1.offering": cheap.offering.code, "line.1.desired.speed": "50"}
    )
    assert exposure(document).reasons
    document = make.owed(world, make.in_review(world, document), Side.PROVIDER)
    seen = document.content_hash
    document = make.step(world, document, Step.APPROVE, world.manager, seen=seen)
    assert document.finance_decides
    make.step(world, document, Step.CONFIRM, world.finance, seen=seen)


def test_rule_55_more_or_elsewhere_asks_nothing():
    world = make.world()
    plan(world)
    Agreement.objects.filter(pk=world.agreement.pk).update(recurring_minimum="500")
    for document in (make.change(world), make.move(world)):
        assert exposure(document).reasons == ()
        assert not lessens(queries.whole(document.pk))
