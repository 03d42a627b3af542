"""Prices under an agreement and for part of a month (rule 24, decision 29)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.models import AgreementDiscount
from services.prices import (
    credit_for_stop,
    discount_in_percent,
    discounts_of,
    price_under,
    pro_rata,
)
from tests.accounts import make as accounts
from tests.services import make


@pytest.fixture
def agreement(system):
    return make.agreement(accounts.customer())


def discount(agreement, percent, **facts):
    usual = {"valid": (date(2025, 1, 1), None)}
    return AgreementDiscount.objects.create(
        customer=agreement.customer, agreement=agreement, percent=percent, **{**usual, **facts}
    )


def price(version, agreement, on=make.TODAY):
    version.refresh_from_db()
    found = discounts_of([agreement.pk if agreement else None], on=on)
    return price_under(version, agreement_id=agreement and agreement.pk, discounts=found)


def test_rule_24_the_catalogue_less_the_agreements_discount(agreement):
    """The price of something new is the catalogue's less what its agreement takes off."""
    version = make.version(recurring_price="79.00")
    assert price(version, agreement) == Decimal(79)
    discount(agreement, "12.5")
    assert price(version, agreement) == Decimal("69.1250")
    assert price(version, None) == Decimal(79)


def test_rule_24_the_narrowest_discount_counts_and_they_never_add_up(agreement):
    """An offering's own discount goes before its family's, and that before one for all."""
    version, sister = make.version(), make.version()
    other = make.version(family="sip")
    discount(agreement, "30")
    discount(agreement, "10", family="access")
    discount(agreement, "5", offering=version.offering)
    assert [price(one, agreement) for one in (version, sister, other)] == [
        Decimal("47.5"),
        Decimal(45),
        Decimal(35),
    ]


def test_rule_24_a_discount_counts_on_its_days(agreement):
    """Before it begins and from the day it ends, the catalogue's price counts."""
    version = make.version()
    discount(agreement, "10", valid=(date(2026, 1, 1), date(2026, 7, 1)))
    days = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1))
    assert [price(version, agreement, on=day) for day in days] == [50, 45, 45, 50]


@pytest.mark.parametrize(
    ("listed", "charged", "percent"),
    [
        ("100", "80", "20"),
        ("100", "100", "0"),
        ("100", "120", "0"),
        ("0", "0", "0"),
        ("8", "7", "12.5"),
    ],
)
def test_rule_14_the_discount_is_what_lies_under_the_catalogue(listed, charged, percent):
    """The percentage a threshold compares is how far the price lies under the catalogue's."""
    found = discount_in_percent(listed=Decimal(listed), charged=Decimal(charged))
    assert found == Decimal(percent)


@pytest.mark.parametrize(
    ("amount", "first_on", "first_without_on", "expected"),
    [
        ("31.00", date(2026, 1, 1), None, "31.00"),
        ("31.00", date(2026, 1, 31), None, "1.00"),
        ("28.00", date(2026, 2, 15), None, "14.00"),
        ("29.00", date(2028, 2, 29), None, "1.00"),
        ("30.00", date(2026, 4, 10), date(2026, 4, 20), "10.00"),
        ("30.00", date(2026, 4, 10), date(2026, 5, 1), "21.00"),
        ("30.00", date(2026, 4, 10), date(2026, 4, 10), "0.00"),
        ("10.00", date(2026, 3, 17), None, "4.84"),
    ],
)
def test_rule_24_pro_rata_is_days_left_over_days_in_the_month(
    amount, first_on, first_without_on, expected
):
    """The first day with service is billed, the first day without is not, half up in cents."""
    found = pro_rata(Decimal(amount), first_on=first_on, first_without_on=first_without_on)
    assert found == Decimal(expected)


def test_rule_24_a_credit_rounds_away_from_zero():
    """Half a cent of a credit goes to the customer."""
    assert credit_for_stop(Decimal("0.31"), first_without_on=date(2026, 1, 17)) == Decimal("-0.15")
    assert credit_for_stop(Decimal("0.15"), first_without_on=date(2026, 4, 16)) == Decimal("-0.08")


@given(
    amount=st.decimals(0, 5000, places=2),
    day=st.dates(date(2024, 1, 1), date(2032, 12, 31)),
    later=st.integers(0, 31),
)
def test_rule_24_the_two_parts_of_a_month_are_the_month(amount, day, later):
    """A service that stops on a day and another that starts on it cost one month, to the cent."""
    first = day.replace(day=1)
    before = pro_rata(amount, first_on=first, first_without_on=day)
    after = pro_rata(amount, first_on=day)
    assert abs(before + after - amount) <= Decimal("0.01")
    assert Decimal(0) <= after <= amount
