"""Rule 20: what a survey or the carrier finds after the signature."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from macd import operations, queries
from macd.amendments import open_amendment_of
from macd.models import Section
from macd.operations.delivery.finding import ceiling_of
from macd.refusals import NotPermitted, Stale, StepDenied, Unsound
from macd.vocabulary import Side, Status, Step
from services.calendar import add_business_days
from services.claims import open_claims
from services.parameters import set_parameter
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")
NOTE = "The duct is broken; digging is needed."


@pytest.fixture
def world():
    return make.world()


@pytest.fixture
def both(world):
    return make.both(world)


def find(world, document, number=1, person=None, **found):
    return operations.record_finding(
        document=document,
        number=number,
        by=world.by(person or world.operations),
        at=make.AT,
        **{"note": NOTE, **found},
    )


def quoted(world, document):
    """The quote, approved: it waits for the signature."""
    quote = make.owed(world, find(world, document, works=Decimal(1200)), Side.PROVIDER)
    return make.step(world, quote, Step.APPROVE, world.manager, seen=quote.content_hash)


def test_rule_20_works_hold_the_item_and_open_a_quote(world, both):
    """Works of 1,200 that nobody agreed to: the item waits, the quote is being completed."""
    quote = find(world, both, works=Decimal(1200))
    assert make.statuses(both) == {1: "held", 2: "planned"}
    assert (quote.status, quote.root) == (Status.IN_REVIEW, both)
    assert quote.lines.get().price_once == Decimal(1200)
    assert quote.finding["note"] == NOTE
    assert both.events.filter(step="finding", line_number=1).count() == 1


def test_a_quote_has_a_clock_of_its_own(world, both):
    set_parameter(code="quote_business_days", value=5, from_on=make.TODAY)
    quote = find(world, both, works=Decimal(1200))
    assert quote.act_by == add_business_days(make.TODAY, 5)


def test_rule_20_signed_the_quote_takes_the_place_of_the_item(world, both):
    """The customer signs the quote: the item is superseded, the quoted one is delivered."""
    quote = make.sign(world, quoted(world, both), world.signatory)
    assert make.statuses(both) == {1: "superseded", 2: "planned"}
    assert quote.status == Status.SIGNED


def test_rule_20_withdrawn_free_of_charge(world, both):
    """The customer does not want it: that item is withdrawn and its service let go."""
    make.step(world, quoted(world, both), Step.WITHDRAW, world.requester, note="Too dear.")
    assert make.statuses(both) == {1: "withdrawn", 2: "planned"}
    assert not open_claims([world.service.pk]).exists()


def test_rule_20_silence_withdraws_the_item(world, both):
    """Ten business days after the quote without an answer, and not a day earlier."""
    quote = quoted(world, both)
    operations.let_time_pass(at=make.AT + timedelta(days=14))
    assert queries.whole(quote.pk).status == Status.AWAITING_SIGNATURE
    operations.let_time_pass(at=make.AT + timedelta(days=15))
    assert queries.whole(quote.pk).status == Status.CANCELLED
    assert make.statuses(both) == {1: "withdrawn", 2: "planned"}


def test_rule_20_what_the_provider_takes_back_leaves_the_item_as_signed(world, both):
    """The account manager finds the quote needless: the item goes on as it was signed."""
    quote = find(world, both, works=Decimal(1200))
    make.step(world, quote, Step.REFUSE, world.manager, note="Another duct is free.")
    assert make.statuses(both) == {1: "planned", 2: "planned"}


def test_rule_20_works_within_the_ceiling_were_agreed_to(world, both):
    """Works up to the amount that was signed in advance are carried on with, without a quote."""
    Section.objects.filter(document=both, name="sites").update(data={"works_ceiling": "500.00"})
    assert ceiling_of(queries.whole(both.pk)) == Decimal(500)
    goes_on = find(world, both, works=Decimal(300))
    assert goes_on == both
    assert goes_on.lines.get(number=1).price_once == Decimal(300)
    quote = find(world, both, number=2, works=Decimal(201))
    assert quote.root == both, "both together are above it"


@pytest.mark.parametrize(
    ("ready_on", "asked"), [(date(2026, 5, 19), False), (date(2026, 5, 20), True)]
)
def test_rule_20_ten_business_days_later_asks(world, both, ready_on, asked):
    """Promised for 4 May: 19 May is ten business days later (Ascension Day is none), 20 is more."""
    goes_on = find(world, both, ready_on=ready_on)
    assert (goes_on.pk != both.pk) == asked


def test_rule_17_a_promise_that_moves_says_why_and_keeps_what_was_promised(world, both):
    """A later day within the parameter: the reason, the old and the new day stay on record."""
    document = find(world, both, ready_on=date(2026, 5, 12))
    assert document.committed_on == date(2026, 5, 12)
    change = document.field_changes.get(path="planning.committed_on", reply=NOTE)
    assert (change.before, change.after) == (make.WANTED, "2026-05-12")
    assert document.lines.get(number=1).no_return_on == date(2026, 5, 11)
    told = [m for m in make.messages(document, "mail") if m.recipient == world.requester]
    assert told


def test_rule_20_less_than_was_signed_asks(world, both):
    """A lower speed costs nothing and is ready in time: the customer is asked all the same."""
    assert find(world, both, worse=True).root == both


def test_rule_20_what_needs_the_item_is_withdrawn_with_it():
    """Silence on the fibre's quote: the trunk that cannot work without it goes as well."""
    world = make.world()
    document = make.started(world, make.trunk_on_fibre(world))
    quote = find(world, document, works=Decimal(900))
    make.step(world, quote, Step.WITHDRAW, world.requester, note="No.")
    assert make.statuses(document) == {1: "withdrawn", 2: "withdrawn"}
    assert queries.whole(document.pk).status == Status.CANCELLED


@pytest.mark.parametrize(
    "found", [{"note": " ", "works": Decimal(1)}, {}, {"ready_on": date(2026, 3, 1)}]
)
def test_a_finding_says_what_was_found(world, both, found):
    with pytest.raises(Unsound):
        find(world, both, **found)


def test_one_thing_at_a_time(world, both):
    find(world, both, works=Decimal(1200))
    with pytest.raises(StepDenied, match=open_amendment_of(both).number):
        find(world, both, number=2, works=Decimal(10))


def test_what_was_delivered_has_no_survey(world, both):
    make.line_step(world, both, 1, "deliver", world.operations)
    with pytest.raises(Stale):
        find(world, both, works=Decimal(1200))


def test_customers_find_nothing(world, both):
    with pytest.raises(NotPermitted):
        find(world, both, person=world.requester, works=Decimal(1200))


def test_rule_20_a_higher_price_a_month_is_quoted(world, both):
    """The carrier asks 12.50 a month more, whatever ceiling was signed: the customer is asked."""
    before = both.lines.get(number=1).price_after
    quote = find(world, both, monthly=Decimal("12.5"))
    assert make.statuses(both) == {1: "held", 2: "planned"}
    assert (quote.finding["monthly"], quote.lines.get().price_after) == (
        "12.50",
        before + Decimal("12.5"),
    )
    quote = make.owed(world, quote, Side.PROVIDER)
    quote = make.step(world, quote, Step.APPROVE, world.manager, seen=quote.content_hash)
    quote = make.sign(world, quote, world.signatory)
    make.put_file(quote)
    quote = make.step(world, quote, Step.START_DELIVERY, None)
    make.line_step(world, quote, 1, "deliver", world.operations)
    period = world.period()
    assert period.recurring_price * period.quantity == before + Decimal("12.5")


def test_rule_20_what_stops_costs_nothing_more_a_month():
    """Of a stop only works can be found."""
    world = make.world()
    document = make.started(world, make.delete(world))
    with pytest.raises(Unsound):
        find(world, document, monthly=Decimal(5))
