"""Devices paid in instalments: what is still to be paid when a service stops (rules 55, 57)."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from services.calendar import add_months
from services.models import DevicePlan


def unpaid_months(plan: DevicePlan, *, on: date) -> int:
    """How many monthly instalments fall due on a day or later; paid in advance each month."""
    return sum(1 for month in range(plan.months) if add_months(plan.starts_on, month) >= on)


def residual(plan: DevicePlan, *, on: date) -> Decimal:
    """What is still to be paid for a device if its service stops ``on``, excl. VAT."""
    return plan.instalment * unpaid_months(plan, on=on)


def open_plans(service_ids: Collection[int], *, on: date) -> dict[int, Decimal]:
    """The residual of each service (by id) that has a device with something left to pay."""
    plans = DevicePlan.objects.filter(service__in=list(service_ids))
    left = {plan.service_id: residual(plan, on=on) for plan in plans}
    return {service_id: amount for service_id, amount in left.items() if amount}
