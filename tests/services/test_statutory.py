"""The statutory ends of Belgian law beside the contract (rule 57, art. 111/3)."""

from datetime import date

import pytest

from services.models import Agreement
from services.statutory import statutory_ends


def ends(received_on, *, initial_end_on=date(2028, 1, 1), term=36, starts_on=date(2025, 1, 1)):
    agreement = Agreement(
        starts_on=starts_on,
        initial_end_on=initial_end_on,
        term_months=term,
        renewal_months=12,
        notice_months=3,
    )
    return statutory_ends(agreement, received_on=received_on, fee_months=6, notice_months=1)


def test_a_small_company_leaves_any_day_free_of_fee_after_month_six():
    found = ends(date(2025, 3, 10))
    assert found.if_small == date(2025, 3, 11)
    # the last day of month 6 is the day before the sixth monthly anniversary
    assert found.fee_free_from == date(2025, 7, 1)


@pytest.mark.parametrize(
    ("received", "end"),
    [
        (date(2025, 3, 10), date(2028, 1, 1)),  # before renewal: the contract until the first end
        (date(2027, 12, 31), date(2028, 1, 1)),  # even on its last day
        (date(2028, 1, 1), date(2028, 2, 1)),  # after renewal: one calendar month
        (date(2030, 1, 31), date(2030, 2, 28)),
    ],
)
def test_a_larger_company_leaves_at_the_first_end_or_a_month_after_notice(received, end):
    assert ends(received).if_large == end


def test_without_a_term_the_notice_counts_and_before_delivery_nothing_is_known():
    assert ends(date(2026, 1, 15), initial_end_on=None, term=None).if_large == date(2026, 2, 15)
    assert ends(date(2026, 1, 15), initial_end_on=None).if_large is None
