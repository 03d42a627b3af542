"""What something costs under an agreement, and for part of a month (rule 24, decisions.md 29)."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from services.models import AgreementDiscount, OfferingVersion

CENT, UNIT = Decimal("0.01"), Decimal("0.0001")
Discounts = Mapping[int, Sequence[AgreementDiscount]]


def discounts_of(agreement_ids: Collection[int | None], *, on: date) -> Discounts:
    """The discounts of these agreements that count on a day, in one query."""
    found: dict[int, list[AgreementDiscount]] = defaultdict(list)
    wanted = [each for each in agreement_ids if each is not None]
    rows = AgreementDiscount.objects.filter(agreement__in=wanted, valid__contains=on)
    for row in rows if wanted else ():
        found[row.agreement_id].append(row)
    return found


def price_under(
    version: OfferingVersion, *, agreement_id: int | None, discounts: Discounts
) -> Decimal:
    """The catalogue's recurring price per unit less what the agreement takes off, half up.

    Of several discounts the narrowest counts: the offering's, its family's, or the one for all;
    of two equally narrow ones the larger.
    """
    fitting = [
        row
        for row in discounts.get(agreement_id or 0, ())
        if row.offering_id in (None, version.offering_id)
        and row.family in ("", version.offering.family)
    ]
    if not fitting:
        return version.recurring_price
    best = max(fitting, key=lambda row: (bool(row.offering_id), bool(row.family), row.percent))
    price = version.recurring_price * (100 - best.percent) / 100
    return price.quantize(UNIT, rounding=ROUND_HALF_UP)


def discount_in_percent(*, listed: Decimal, charged: Decimal) -> Decimal:
    """How far a price lies under the catalogue's, in percent; 0 where it does not."""
    if listed <= 0 or charged >= listed:
        return Decimal(0)
    return (listed - charged) * 100 / listed


def pro_rata(amount: Decimal, *, first_on: date, first_without_on: date | None = None) -> Decimal:
    """What a month costs that is not whole: days left ÷ days in the month, in cents.

    ``first_on`` is the first day with the service, which is billed; ``first_without_on`` the first
    day without, which is not (None: the month goes on to its end). Half up, away from zero for a
    credit. Both days lie in one month, or the second is the first of the next.
    """
    days_in_month = monthrange(first_on.year, first_on.month)[1]
    days = days_in_month - first_on.day + 1
    if first_without_on is not None:
        days = max(min((first_without_on - first_on).days, days), 0)
    return (amount * days / days_in_month).quantize(CENT, rounding=ROUND_HALF_UP)


def credit_for_stop(amount: Decimal, *, first_without_on: date) -> Decimal:
    """What is given back of a month billed in advance when a service stops within it: negative."""
    return -pro_rata(amount, first_on=first_without_on)
