"""Ends side by side, and what is at stake: every case of rule 57 in one table."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from finance.exposure import sides_of
from services.calendar import add_months
from services.cancellation import open_case
from services.models import DevicePlan
from tests.finance.conftest import workers
from tests.macd import make
from tests.services import make as stock

# received, start, term, renewal, notice → contractual, small, large, fee-free from, months of fee.
# Days are the last ones with service, but fee-free is the first day of an end without a fee.
D = date
TABLE = {
    "in the term, in time": (D(2026, 3, 2), D(2025, 1, 1), 36, 12, 3, D(2027, 12, 31), D(2026, 3, 2), D(2027, 12, 31), D(2025, 7, 1), 0),
    "the last day in time": (D(2027, 9, 30), D(2025, 1, 1), 36, 12, 3, D(2027, 12, 31), D(2027, 9, 30), D(2027, 12, 31), D(2025, 7, 1), 0),
    "a day too late": (D(2027, 10, 1), D(2025, 1, 1), 36, 12, 3, D(2028, 12, 31), D(2027, 10, 1), D(2027, 12, 31), D(2025, 7, 1), 0),
    "the last day of the term": (D(2027, 12, 31), D(2025, 1, 1), 36, 12, 3, D(2028, 12, 31), D(2027, 12, 31), D(2027, 12, 31), D(2025, 7, 1), 0),
    "the first day of renewal": (D(2028, 1, 1), D(2025, 1, 1), 36, 12, 3, D(2028, 12, 31), D(2028, 1, 1), D(2028, 1, 31), D(2025, 7, 1), 0),
    "long renewed": (D(2030, 5, 15), D(2025, 1, 1), 36, 12, 3, D(2030, 12, 31), D(2030, 5, 15), D(2030, 6, 14), D(2025, 7, 1), 0),
    "renewed, at a month's end": (D(2029, 1, 31), D(2025, 1, 1), 36, 12, 3, D(2029, 12, 31), D(2029, 1, 31), D(2029, 2, 27), D(2025, 7, 1), 0),
    "the first day of all": (D(2026, 1, 1), D(2026, 1, 1), 12, 12, 3, D(2026, 12, 31), D(2026, 1, 1), D(2026, 12, 31), D(2026, 7, 1), 6),
    "within month six": (D(2026, 4, 15), D(2026, 1, 1), 12, 12, 3, D(2026, 12, 31), D(2026, 4, 15), D(2026, 12, 31), D(2026, 7, 1), 3),
    "two days before month six ends": (D(2026, 6, 29), D(2026, 1, 1), 12, 12, 3, D(2026, 12, 31), D(2026, 6, 29), D(2026, 12, 31), D(2026, 7, 1), 1),
    "the last day of month six": (D(2026, 6, 30), D(2026, 1, 1), 12, 12, 3, D(2026, 12, 31), D(2026, 6, 30), D(2026, 12, 31), D(2026, 7, 1), 0),
    "the first day of month seven": (D(2026, 7, 1), D(2026, 1, 1), 12, 12, 3, D(2026, 12, 31), D(2026, 7, 1), D(2026, 12, 31), D(2026, 7, 1), 0),
    "month six clamped": (D(2026, 2, 27), D(2025, 8, 31), 12, 12, 3, D(2026, 8, 30), D(2026, 2, 27), D(2026, 8, 30), D(2026, 2, 28), 0),
    "started on a leap day": (D(2025, 1, 10), D(2024, 2, 29), 12, 12, 1, D(2025, 2, 27), D(2025, 1, 10), D(2025, 2, 27), D(2024, 8, 29), 0),
    "renewed from a leap day": (D(2025, 3, 1), D(2024, 2, 29), 12, 12, 1, D(2026, 2, 27), D(2025, 3, 1), D(2025, 3, 31), D(2024, 8, 29), 0),
    "received on a leap day": (D(2028, 2, 29), D(2025, 1, 1), 36, 12, 3, D(2028, 12, 31), D(2028, 2, 29), D(2028, 3, 28), D(2025, 7, 1), 0),
    "no renewal": (D(2027, 12, 1), D(2025, 1, 1), 36, 0, 3, D(2027, 12, 31), D(2027, 12, 1), D(2027, 12, 31), D(2025, 7, 1), 0),
    "no end: notice only": (D(2026, 3, 2), D(2025, 1, 1), None, 12, 3, D(2026, 6, 1), D(2026, 3, 2), D(2026, 4, 1), D(2025, 7, 1), 0),
    "an end on a holiday": (D(2026, 3, 2), D(2025, 5, 2), 12, 12, 1, D(2026, 5, 1), D(2026, 3, 2), D(2026, 5, 1), D(2025, 11, 2), 0),
    "an end on a Sunday": (D(2026, 3, 2), D(2025, 6, 1), 12, 12, 1, D(2026, 5, 31), D(2026, 3, 2), D(2026, 5, 31), D(2025, 12, 1), 0),
}  # fmt: skip


def sides(world, received_on, *, count=None, **terms):
    """The sides of a notice of a company whose one agreement has these terms."""
    workers(world.customer, count)
    agreement = stock.agreement(world.customer, **terms) if terms else world.agreement
    if terms:
        for service in (world.service, world.other):
            service.agreement = agreement
            service.save(update_fields=["agreement"])
        world.agreement.ended_on = date(2025, 2, 1)
        world.agreement.save(update_fields=["ended_on"])
    case = open_case(
        customer_id=world.customer.pk,
        by=world.signatory,
        at=datetime.combine(received_on, time(10), UTC),
        channel="page",
    )
    return sides_of(case)


def terms_of(start, term, renewal, notice):
    return {
        "starts_on": start,
        "term_months": term,
        "initial_end_on": add_months(start, term) if term else None,
        "renewal_months": renewal,
        "notice_months": notice,
    }


@pytest.mark.parametrize("case", TABLE)
@pytest.mark.parametrize("count", [9, 10, None])
def test_rule_57_contractual_and_statutory_ends_stand_side_by_side(world, case, count):
    """Term, renewal and notice; 9 workers, 10, or nobody knows: then both results are shown."""
    received, start, term, renewal, notice, contract, small, large, free, months = TABLE[case]
    [side] = sides(world, received, count=count, **terms_of(start, term, renewal, notice))
    assert side.contractual_on == contract
    assert side.statutory_on == {9: small, 10: large, None: None}[count]
    assert (side.if_small_on, side.if_large_on) == (small, large)
    assert side.row.fee_free_from_on == free
    fee = side.monthly * months
    assert side.early_fee == (fee if count == 9 else None)
    assert side.fee_if_small == (fee if count is None else None)


def test_rule_57_the_count_at_receipt_counts_not_a_later_one(world):
    """A company that grows after its notice keeps what the count at receipt gave it."""
    [side] = sides(world, make.TODAY, count=9)
    workers(world.customer, 40)
    [later] = sides_of(side.row.case)
    assert later.statutory_on == side.statutory_on == make.TODAY


@pytest.mark.parametrize(
    ("notified", "last"),
    [
        (date(2026, 1, 30), None),  # 31 days before
        (date(2026, 1, 31), make.TODAY),  # the thirtieth day
        (make.TODAY, make.TODAY),
        (None, None),
    ],
)
def test_rule_57_a_change_by_the_provider_frees_within_thirty_days(world, notified, last):
    """Notice from the day of notification up to and including thirty days later."""
    [side] = sides(world, make.TODAY, count=50)
    case = side.row.case
    case.change_notified_on = notified
    [freed] = sides_of(case)
    assert freed.free_exit_on == last


def test_rule_57_several_agreements_each_by_its_own(world):
    """Overlapping agreements: each has its own ends, amounts and last day to act."""
    second = stock.agreement(
        world.customer, starts_on=date(2026, 1, 1), initial_end_on=date(2027, 1, 1), term_months=12
    )
    stock.installed(world.customer, agreement=second, price="30.0000", quantity=2)
    workers(world.customer, 50)
    first, other = sides(world, make.TODAY, count=50)
    assert (first.contractual_on, first.monthly) == (date(2027, 12, 31), Decimal("100.0000"))
    assert (other.contractual_on, other.monthly) == (date(2026, 12, 31), Decimal("60.0000"))
    assert first.row.case.act_on == date(2026, 12, 31)
    assert first.row.case.monthly == Decimal("160.0000")


def test_rule_57_before_delivery_the_end_counts_from_it(world):
    """A term that has not begun has no day yet, and neither has a larger company's end."""
    [side] = sides(
        world,
        make.TODAY,
        count=50,
        starts_on=date(2026, 1, 1),
        term_months=36,
        initial_end_on=None,
    )
    assert (side.contractual_on, side.statutory_on, side.until_end) == (None, None, None)


def test_rule_57_no_belgian_law_elsewhere(world):
    """A company of another country has its contract only."""
    world.customer.country, world.customer.enterprise_number = "NL", "12345678"
    world.customer.save()
    [side] = sides(world, make.TODAY, count=None)
    assert (side.statutory_on, side.if_small_on, side.if_large_on) == (None, None, None)
    assert (side.early_fee, side.fee_if_small) == (None, None)


def test_rule_57_a_device_costs_what_is_left_of_it_at_each_end(world):
    """Instalments due from the first day without service on; by the law that is sooner."""
    DevicePlan.objects.create(
        customer=world.customer,
        service=world.service,
        name="Phone",
        starts_on=date(2026, 1, 10),
        months=24,
        instalment="20.0000",
    )
    [side] = sides(world, make.TODAY, count=5)
    # due on the 10th; from 3 March 2026 on 22 are left, from 1 January 2028 on one (10 Dec 2027
    # was the 24th: none).
    assert (side.devices[0].months_by_law, side.devices[0].months_by_contract) == (22, 0)
    assert (side.devices_by_law, side.devices_by_contract) == (Decimal(440), Decimal(0))


@pytest.mark.parametrize(
    ("term", "waived", "doubt"), [(36, False, True), (36, True, False), (24, False, False)]
)
def test_rule_57_a_missing_waiver_is_a_doubt_and_changes_nothing(world, term, waived, doubt):
    """Shown to finance; the ends are those they would be anyway."""
    [side] = sides(
        world,
        make.TODAY,
        count=50,
        starts_on=date(2025, 6, 1),
        term_months=term,
        initial_end_on=add_months(date(2025, 6, 1), term),
        long_term_waiver=waived,
    )
    assert side.waiver_doubt is doubt
    assert side.statutory_on == add_months(date(2025, 6, 1), term) - (D(2, 1, 2) - D(2, 1, 1))


def test_rule_57_a_customer_without_services_is_worth_nothing(world):
    """Agreements without services have their ends; the amounts are nil."""
    empty = make.people.customer(account_manager=world.manager)
    stock.agreement(empty)
    case = open_case(customer_id=empty.pk, by=world.signatory, at=make.AT, channel="page")
    [side] = sides_of(case)
    assert (side.monthly, side.until_end, case.monthly) == (0, 0, 0)
    bare = make.people.customer(account_manager=world.manager)
    case = open_case(customer_id=bare.pk, by=world.signatory, at=make.AT, channel="page")
    assert (sides_of(case), case.act_on) == ([], None)


def test_worth_is_what_the_services_of_the_agreement_cost(case):
    [side] = sides_of(case)
    assert (side.monthly, side.months) == (Decimal("100.0000"), 22)
    assert side.until_end == Decimal("2200.0000")
