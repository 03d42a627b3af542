"""Ends side by side, and what is at stake."""

from datetime import date
from decimal import Decimal

import pytest

from finance.exposure import (
    last_day_to_act,
    monthly_by_agreement,
    monthly_by_customer,
    sides_of,
)
from services.models import CaseAgreement
from tests.macd import make


def row(**ends):
    return CaseAgreement(**ends)


def test_days_are_the_last_with_service(case):
    side = sides_of(case, on=make.TODAY)[0]
    assert side.contractual_on == date(2027, 12, 31)


def test_without_a_worker_count_both_readings_stand_side_by_side(case):
    side = sides_of(case, on=make.TODAY)[0]
    assert case.worker_count is None
    assert side.statutory_on is None
    assert (side.if_small_on, side.if_large_on) == (date(2026, 3, 2), date(2027, 12, 31))


def test_worth_is_what_the_services_of_the_agreement_cost(case, world):
    side = sides_of(case, on=make.TODAY)[0]
    assert side.monthly == Decimal("100.0000")
    assert side.until_end == Decimal("2200.0000")
    assert monthly_by_agreement(world.customer.pk, on=make.TODAY) == {
        world.agreement.pk: Decimal("100.0000")
    }
    assert monthly_by_customer([world.customer.pk], on=make.TODAY) == {
        world.customer.pk: Decimal("100.0000")
    }


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        ({}, None),
        ({"contractual_end_on": date(2027, 1, 1)}, date(2026, 12, 31)),
        (
            {"contractual_end_on": date(2027, 1, 1), "statutory_end_on": date(2026, 6, 1)},
            date(2026, 5, 31),
        ),
        (
            {
                "contractual_end_on": date(2027, 1, 1),
                "statutory_end_if_small_on": date(2026, 4, 1),
                "statutory_end_if_large_on": date(2026, 9, 1),
            },
            date(2026, 3, 31),
        ),
    ],
)
def test_the_first_end_by_any_reading_is_the_last_day_to_act(ends, expected):
    assert last_day_to_act([row(**ends)]) == expected


def test_of_several_agreements_the_first_counts():
    rows = [row(contractual_end_on=date(2027, 1, 1)), row(contractual_end_on=date(2026, 7, 1))]
    assert last_day_to_act(rows) == date(2026, 6, 30)
