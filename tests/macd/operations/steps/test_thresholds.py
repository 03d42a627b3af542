"""Figures that decide: money at stake, signatures that are missing."""

import pytest

from accounts.models import SigningRule
from macd import queries
from macd.operations.steps.thresholds import (
    discount_given,
    needs_second_approval,
    signatures_missing,
)
from macd.vocabulary import Step
from services.models import AgreementDiscount
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")


@pytest.mark.parametrize(("threshold", "needed"), [("879.99", True), ("880", False)])
def test_rule_14_strictly_above_the_threshold(threshold, needed):
    world = make.world()
    make.threshold(threshold)
    document = queries.whole(make.change(world).pk)
    # 40 more each month, for the 22 begun months to the end of the agreement.
    assert needs_second_approval(document, at=make.AT) is needed


def test_rule_14_a_decrease_counts_as_much_as_an_increase():
    world = make.world()
    make.threshold("1099.99")
    # 50 less each month, for 22 months.
    document = queries.whole(make.delete(world).pk)
    assert needs_second_approval(document, at=make.AT)


@pytest.mark.parametrize(("rule", "missing"), [(SigningRule.ONE, 1), (SigningRule.TWO_JOINTLY, 2)])
def test_rule_13_how_many_signatures_are_missing(rule, missing):
    world = make.world(signing_rule=rule)
    document = make.approved(world)
    assert signatures_missing(document, signing=None) == missing
    assert signatures_missing(document, signing=world.signatory.pk) == missing - 1


@pytest.mark.parametrize(
    ("price", "needed"), [("72.00", False), ("71.99", True), ("90.00", False), ("95.00", False)]
)
def test_rule_14_a_discount_beyond_the_threshold_needs_a_second_approval(price, needed):
    """Twenty percent off the catalogue's 90 is 72: strictly more than that asks for a second."""
    world = make.world()
    document = make.in_review(world, make.change(world))
    document.lines.update(price_after=price)
    document = queries.whole(document.pk)
    assert needs_second_approval(document, at=make.AT) is needed


def test_rule_14_a_discount_that_the_service_has_already_is_not_given_anew():
    """A service at half its price that changes to another at half its price gets nothing new."""
    world = make.world()
    document = make.in_review(world, make.change(world))
    document.lines.update(price_before="25", price_after="45")
    assert discount_given(queries.whole(document.pk)) == 0
    document.lines.update(price_before="25", price_after="44")
    assert discount_given(queries.whole(document.pk)) > 50


def test_rule_29_what_moves_keeps_its_discount():
    """A moved service keeps its own price, whatever the catalogue says: nothing is given anew."""
    world = make.world()
    document = make.in_review(world, make.move(world))
    document.lines.filter(action="add").update(price_after="1")
    assert discount_given(queries.whole(document.pk)) == 0


def test_rule_14_a_waived_installation_is_a_discount():
    """What is paid once for something new counts as well."""
    world = make.world()
    document = make.in_review(world, make.add(world))
    listed = world.plus.one_time_price
    document.lines.update(price_once=0)
    assert discount_given(queries.whole(document.pk)) == (100 if listed else 0)


def test_rule_24_after_is_the_catalogues_less_the_agreements_discount():
    """A Change to another offering costs its catalogue price less what the agreement takes off;
    what the service paid before is its own price."""
    world = make.world()
    AgreementDiscount.objects.create(
        customer=world.customer,
        agreement=world.agreement,
        percent="10",
        valid=(make.TODAY, None),
    )
    document = make.step(world, make.change(world), Step.SUBMIT, world.requester)
    line = document.lines.get()
    assert (line.price_before, line.price_after) == (50, 81)
