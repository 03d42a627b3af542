"""What a case is about: its days and amounts, shown side by side and never judged (rule 57)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import F, Sum

from services.agreements import months_left
from services.models import CancellationCase, CaseAgreement, ServicePeriod

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Side:
    """One agreement of a case. Days are the last ones with service; None: nobody knows yet.

    ``statutory_on`` is None while the worker count is unknown, and then ``if_small_on`` and
    ``if_large_on`` stand beside each other. Amounts are excl. VAT; ``monthly`` is what the
    services under the agreement cost on the day of receipt, ``until_end`` that for the started
    months to the contractual end.
    """

    row: CaseAgreement
    contractual_on: date | None
    statutory_on: date | None
    if_small_on: date | None
    if_large_on: date | None
    act_on: date | None
    monthly: Decimal
    until_end: Decimal | None


def sides_of(case: CancellationCase, *, on: date) -> list[Side]:
    """The agreements of a case, in two queries; ``on`` is the day of receipt."""
    rows = list(case.agreements.select_related("agreement").order_by("agreement__number"))
    monthly = monthly_by_agreement(case.customer_id, on=on)
    return [_side(row, monthly.get(row.agreement_id, Decimal(0)), on) for row in rows]


def _side(row: CaseAgreement, monthly: Decimal, on: date) -> Side:
    months = months_left(row.agreement, on=on, otherwise=0)
    return Side(
        row=row,
        contractual_on=_last(row.contractual_end_on),
        statutory_on=_last(row.statutory_end_on),
        if_small_on=_last(row.statutory_end_if_small_on),
        if_large_on=_last(row.statutory_end_if_large_on),
        act_on=last_day_to_act([row]),
        monthly=monthly,
        until_end=monthly * months if months else None,
    )


def last_day_to_act(rows: Iterable[CaseAgreement]) -> date | None:
    """The last day with service of the first agreement that may end, by either reading.

    Where the worker count is unknown the earlier of both statutory ends counts.
    """
    ends: list[date | None] = []
    for row in rows:
        statutory = [row.statutory_end_on]
        if row.statutory_end_on is None:
            statutory = [row.statutory_end_if_small_on, row.statutory_end_if_large_on]
        ends += [row.contractual_end_on, *statutory]
    return _last(min((end for end in ends if end), default=None))


def _last(first_without: date | None) -> date | None:
    return first_without - ONE_DAY if first_without else None


def monthly_by_agreement(customer_id: int, *, on: date) -> dict[int, Decimal]:
    """What is paid a month under each agreement of a customer on a day."""
    rows = (
        ServicePeriod.objects.filter(
            customer=customer_id, valid__contains=on, service__agreement__isnull=False
        )
        .values_list("service__agreement")
        .annotate(monthly=Sum(F("recurring_price") * F("quantity")))
    )
    return {agreement_id: monthly or Decimal(0) for agreement_id, monthly in rows}


def monthly_by_customer(customer_ids: Iterable[int], *, on: date) -> Mapping[int, Decimal]:
    """What each of these customers pays a month on a day, in one query."""
    rows = (
        ServicePeriod.objects.filter(customer__in=list(customer_ids), valid__contains=on)
        .values_list("customer")
        .annotate(monthly=Sum(F("recurring_price") * F("quantity")))
    )
    return {customer_id: monthly or Decimal(0) for customer_id, monthly in rows}
