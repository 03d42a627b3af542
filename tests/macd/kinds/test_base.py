"""What holds for every kind: order numbers and open invoices stop increases only."""

import pytest

from accounts.models import Customer
from macd import queries
from macd.kinds import rules_for
from macd.refusals import Unsound
from macd.vocabulary import Side, Step
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")


def _missing(document, side=None):
    document = queries.whole(document.pk)
    return {p.path: str(p.message) for p in rules_for(document.kind).missing(document, side=side)}


@pytest.mark.parametrize(("kind", "asked"), [(make.change, True), (make.delete, False)])
def test_rule_25_an_order_number_is_asked_of_what_costs_more(kind, asked):
    """A company that requires order numbers gives one for Extra, and none for a stop."""
    world = make.world(po_number_required=True)
    document = kind(world)
    assert ("request.po_number" in _missing(document, Side.CUSTOMER)) == asked


def test_rule_25_a_decrease_needs_no_order_number():
    """The same Change back from Extra to less costs less: nothing is asked."""
    world = make.world(po_number_required=True)
    document = make.draft_change(world, **{"line.1.desired.speed": "50"})
    assert "request.po_number" not in _missing(document, Side.CUSTOMER)


def test_rule_25_on_credit_hold_an_increase_is_not_approved():
    """While invoices are open Extra waits; a stop is approved all the same."""
    world = make.world()
    growing = make.owed(world, make.in_review(world, make.change(world)), Side.PROVIDER)
    stopping = make.owed(
        world, make.in_review(world, make.delete(world, world.other)), Side.PROVIDER
    )
    Customer.objects.filter(pk=world.customer.pk).update(credit_hold=True)
    assert "open invoices" in _missing(growing)["credit_hold"]
    assert _missing(growing, Side.CUSTOMER) == _missing(stopping) == {}
    with pytest.raises(Unsound):
        make.step(world, growing, Step.APPROVE, world.manager, seen=growing.content_hash)
    stopping = make.step(world, stopping, Step.APPROVE, world.manager, seen=stopping.content_hash)
    assert stopping.status == "awaiting_signature"
