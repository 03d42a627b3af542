"""What services are worth a month: by customer, by agreement, against a recurring minimum."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db.models import DecimalField, ExpressionWrapper, F, Sum

from services.models import Agreement, ServicePeriod

AMOUNT = ExpressionWrapper(
    F("recurring_price") * F("quantity"),
    output_field=DecimalField(max_digits=18, decimal_places=4),
)


def monthly_total(
    *,
    customer_id: int,
    on: date,
    agreement: Agreement | None = None,
    without: Collection[int] = (),
) -> Decimal:
    """What a customer, or one agreement of it, pays a month on a day, excl. VAT.

    Suspended services count: they go on being billed. ``without``: services (by id) left out.
    """
    periods = ServicePeriod.objects.filter(customer_id=customer_id, valid__contains=on).exclude(
        service__in=list(without)
    )
    if agreement is not None:
        periods = periods.filter(service__agreement=agreement)
    total: Decimal | None = periods.aggregate(total=Sum(AMOUNT))["total"]
    return total if total is not None else Decimal(0)


def below_minimum(
    *, agreement: Agreement, on: date, change: Decimal = Decimal(0), without: Collection[int] = ()
) -> Decimal:
    """By how much an agreement would stay under its recurring minimum; 0 when it would not.

    ``change`` is the monthly difference of what is asked (negative for a decrease), ``without``
    the services that stop (rule 55).
    """
    total = monthly_total(
        customer_id=agreement.customer_id, on=on, agreement=agreement, without=without
    )
    return max(agreement.recurring_minimum - (total + change), Decimal(0))


def value_by_agreement(*, customer_id: int, on: date) -> dict[int | None, Decimal]:
    """What is paid a month on a day under each agreement; None: under no agreement."""
    rows = (
        ServicePeriod.objects.filter(customer_id=customer_id, valid__contains=on)
        .values("service__agreement")
        .annotate(total=Sum(AMOUNT))
        .order_by("service__agreement")
    )
    return {row["service__agreement"]: row["total"] for row in rows}
