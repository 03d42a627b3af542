"""Monthly values, and the recurring minimum of an agreement (rule 55)."""

from datetime import date
from decimal import Decimal

from services.values import below_minimum, monthly_total, value_by_agreement
from tests.accounts import make as accounts
from tests.services import make


def test_totals_of_customer_and_agreement(system):
    customer = accounts.customer()
    agreement = make.agreement(customer, recurring_minimum="150")
    three = make.installed(customer, agreement=agreement, quantity=3, price="33.3333")
    make.installed(customer, agreement=agreement, price="80")
    make.installed(customer, price="20")
    make.installed(customer, price="500", on=date(2026, 6, 1))
    make.installed(accounts.customer(), price="900")

    asked = {"customer_id": customer.pk, "on": make.TODAY}
    assert monthly_total(**asked) == Decimal("199.9999")
    assert monthly_total(**asked, agreement=agreement) == Decimal("179.9999")
    assert monthly_total(**asked, without={three.pk}) == Decimal(100)
    assert monthly_total(customer_id=customer.pk, on=date(2020, 1, 1)) == 0
    assert value_by_agreement(**asked) == {
        agreement.pk: Decimal("179.9999"),
        None: Decimal(20),
    }


def test_what_misses_to_the_minimum(system):
    customer = accounts.customer()
    agreement = make.agreement(customer, recurring_minimum="150")
    one = make.installed(customer, agreement=agreement, price="100")
    make.installed(customer, agreement=agreement, price="80")
    asked = {"agreement": agreement, "on": make.TODAY}
    assert below_minimum(**asked) == 0
    assert below_minimum(**asked, change=Decimal(-30)) == 0
    assert below_minimum(**asked, change=Decimal("-30.01")) == Decimal("0.01")
    assert below_minimum(**asked, without={one.pk}) == Decimal(70)
