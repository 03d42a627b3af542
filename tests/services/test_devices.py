"""What is left to pay for a device."""

from datetime import date
from decimal import Decimal

import pytest

from services.devices import open_plans, residual, unpaid_months
from services.models import DevicePlan
from tests.accounts import make as accounts
from tests.services import make


@pytest.mark.parametrize(
    ("on", "months"),
    [
        (date(2025, 1, 31), 24),
        (date(2025, 2, 1), 23),
        (date(2026, 1, 31), 12),
        (date(2026, 12, 31), 1),
        (date(2027, 1, 31), 0),
        (date(2024, 1, 1), 24),
    ],
)
def test_instalments_that_fall_due_from_a_day_on(on, months):
    plan = DevicePlan(starts_on=date(2025, 1, 31), months=24, instalment=Decimal("24.50"))
    assert unpaid_months(plan, on=on) == months
    assert residual(plan, on=on) == months * Decimal("24.50")


def test_only_services_with_something_left(system):
    customer = accounts.customer()
    paid, paying, none = (make.installed(customer) for _ in range(3))
    for service, starts_on in ((paid, date(2020, 1, 1)), (paying, date(2026, 1, 1))):
        DevicePlan.objects.create(
            customer=customer,
            service=service,
            name="Phone",
            starts_on=starts_on,
            months=4,
            instalment="10",
        )
    left = open_plans([paid.pk, paying.pk, none.pk], on=date(2026, 3, 2))
    assert left == {paying.pk: Decimal(10)}
