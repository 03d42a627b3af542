"""Counting reads over the inventory: what would remain, what may be named."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Q, QuerySet, Sum

from accounts.models import Customer
from offices.models import Office
from services.models import Claim, ClaimAction, Service, ServicePeriod
from services.models.inventory import ServiceStatus


@dataclass(frozen=True)
class Remaining:
    """What would be left of a customer's services: active, suspended or planned ones."""

    of_customer: int
    by_agreement: dict[int, int]


def lock_customer(customer_id: int) -> None:
    """Make others wait who ask what remains of this customer, until the transaction ends."""
    Customer.objects.select_for_update(no_key=True).get(pk=customer_id)


def lasting_services(*, customer_id: int, on: date) -> QuerySet[Service]:
    """Services that are installed on a day or will be, and that no entry ends (decision on 48).

    Suspended ones count, and so do ones whose installation lies ahead.
    """
    lasting = ServicePeriod.objects.filter(
        Q(valid__contains=on) | Q(valid__startswith__gt=on),
        customer_id=customer_id,
        valid__upper_inf=True,
    )
    return Service.objects.filter(customer_id=customer_id, pk__in=lasting.values("service"))


def remaining_after(
    *,
    customer_id: int,
    leaving: Collection[int],
    on: date,
    beside: Collection[str] = (),
) -> Remaining:
    """What would remain once the services ``leaving`` have stopped (rule 48).

    Services that another open line is to stop count as gone already; ``beside`` names the holders
    of claims that do not count so. Takes the customer's lock, so that two at the same moment
    cannot both leave one service for the other. ``by_agreement`` has an entry, perhaps 0, for
    every agreement of a service in ``leaving``.
    """
    lock_customer(customer_id)
    going = set(leaving) | set(
        Claim.objects.filter(customer_id=customer_id, action=ClaimAction.DELETE, released_at=None)
        .exclude(holder__in=list(beside))
        .values_list("service_id", flat=True)
    )
    staying = lasting_services(customer_id=customer_id, on=on).exclude(pk__in=going)
    agreements = list(staying.values_list("agreement_id", flat=True))
    touched = Service.objects.filter(pk__in=list(leaving), agreement__isnull=False)
    return Remaining(
        of_customer=len(agreements),
        by_agreement={
            agreement_id: agreements.count(agreement_id)
            for agreement_id in touched.values_list("agreement_id", flat=True)
            if agreement_id is not None
        },
    )


def monthly_by_agreement(customer_id: int, *, on: date) -> dict[int | None, Decimal]:
    """What a customer pays a month under each agreement on a day, excl. VAT (None: under none)."""
    rows = (
        ServicePeriod.objects.filter(customer=customer_id, valid__contains=on)
        .values_list("service__agreement")
        .annotate(monthly=Sum(F("recurring_price") * F("quantity")))
    )
    return {agreement_id: monthly or Decimal(0) for agreement_id, monthly in rows}


def is_empty(office: Office, *, on: date) -> bool:
    """Whether nothing is installed at an office on a day, nor will be (rules 35, 52)."""
    here = Q(valid__contains=on) | Q(valid__startswith__gt=on)
    return not office.periods.filter(here).exists()


def targets_for_change(
    *, customer_id: int, on: date, office: Office | None = None
) -> QuerySet[ServicePeriod]:
    """Services that a Change, Delete or Move may name: active or suspended there (rule 4).

    Without an office: those of the customer that are tied to none.
    """
    periods = ServicePeriod.objects.filter(
        customer_id=customer_id, valid__contains=on, status__in=ServiceStatus.values
    )
    placed = periods.filter(office=office) if office else periods.filter(office=None)
    return placed.select_related("service", "offering_version__offering")
