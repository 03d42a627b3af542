"""When agreements end: first end, tacit renewal, notice, clamping, leap years."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from services.agreements import (
    current_end,
    end_after_notice,
    first_end_of,
    is_renewed,
    last_day,
    last_day_to_give_notice,
    months_left,
)
from services.calendar import add_months
from services.models import Agreement
from tests.accounts import make as accounts
from tests.services import make


def agreed(starts_on, *, term=36, renewal=12, notice=3, end=None, ended_on=None):
    return Agreement(
        starts_on=starts_on,
        initial_end_on=end
        or (first_end_of(starts_on=starts_on, term_months=term) if term else None),
        term_months=term,
        renewal_months=renewal,
        notice_months=notice,
        ended_on=ended_on,
    )


@pytest.mark.parametrize(
    ("agreement", "on", "end"),
    [
        (agreed(date(2025, 1, 1)), date(2026, 6, 1), date(2028, 1, 1)),
        (agreed(date(2025, 1, 1)), date(2027, 12, 31), date(2028, 1, 1)),
        (agreed(date(2025, 1, 1)), date(2028, 1, 1), date(2029, 1, 1)),
        (agreed(date(2020, 1, 1)), date(2026, 6, 1), date(2027, 1, 1)),
        # a first end on 29 February renews to the 28th, and to the 29th again in a leap year
        (agreed(date(2024, 2, 29), term=48), date(2027, 1, 1), date(2028, 2, 29)),
        (agreed(date(2024, 2, 29), term=48), date(2028, 2, 29), date(2029, 2, 28)),
        (agreed(date(2024, 2, 29), term=48), date(2031, 3, 1), date(2032, 2, 29)),
        # a start on the 31st
        (agreed(date(2023, 8, 31), term=6, renewal=1), date(2023, 9, 1), date(2024, 2, 29)),
        (agreed(date(2023, 8, 31), term=6, renewal=1), date(2024, 2, 29), date(2024, 3, 29)),
        # without renewal the end stays, also when it is past
        (agreed(date(2020, 1, 1), renewal=0), date(2026, 6, 1), date(2023, 1, 1)),
        # without a term there is no end; with one that counts from delivery none is known yet
        (agreed(date(2020, 1, 1), term=None), date(2026, 6, 1), None),
        (agreed(date(2020, 1, 1), ended_on=date(2026, 2, 1)), date(2026, 1, 1), date(2026, 2, 1)),
    ],
)
def test_current_end(agreement, on, end):
    assert current_end(agreement, on) == end
    assert last_day(agreement, on) == (end - timedelta(days=1) if end else None)


@pytest.mark.parametrize(
    ("last", "notice", "latest"),
    [
        # notice of three months received on 30 September still serves 31 December
        (date(2027, 12, 31), 3, date(2027, 9, 30)),
        (date(2026, 2, 28), 3, date(2025, 11, 30)),
        (date(2028, 2, 29), 1, date(2028, 1, 31)),
        (date(2026, 6, 14), 1, date(2026, 5, 14)),
        (date(2026, 6, 14), 0, date(2026, 6, 14)),
    ],
)
def test_last_day_to_give_notice(last, notice, latest):
    agreement = agreed(date(2020, 1, 1), notice=notice, end=last + timedelta(days=1))
    assert last_day_to_give_notice(agreement, date(2021, 1, 1)) == latest


@pytest.mark.parametrize(
    ("received", "end"),
    [
        (date(2027, 9, 30), date(2028, 1, 1)),
        (date(2027, 10, 1), date(2029, 1, 1)),
        (date(2028, 1, 1), date(2029, 1, 1)),
        (date(2025, 3, 1), date(2028, 1, 1)),
    ],
)
def test_notice_leads_to_the_first_end_it_is_in_time_for(received, end):
    assert end_after_notice(agreed(date(2025, 1, 1)), received_on=received) == end


def test_notice_without_a_term_or_with_an_end_to_come():
    open_ended = agreed(date(2025, 1, 1), term=None, notice=1)
    assert end_after_notice(open_ended, received_on=date(2026, 1, 31)) == date(2026, 2, 28)
    from_delivery = agreed(date(2025, 1, 1), term=None)
    from_delivery.term_months = 36
    assert end_after_notice(from_delivery, received_on=date(2026, 1, 31)) is None
    fixed = agreed(date(2025, 1, 1), renewal=0)
    assert end_after_notice(fixed, received_on=date(2027, 12, 1)) == date(2028, 1, 1)
    assert last_day_to_give_notice(open_ended, date(2026, 1, 1)) is None


@given(
    st.dates(date(2015, 1, 1), date(2030, 12, 31)),
    st.integers(1, 60),
    st.integers(1, 24),
    st.integers(0, 6),
    st.dates(date(2015, 1, 1), date(2040, 12, 31)),
)
def test_ends_hold_for_any_agreement(starts_on, term, renewal, notice, on):
    agreement = agreed(starts_on, term=term, renewal=renewal, notice=notice)
    end = current_end(agreement, on)
    assert end is not None
    assert end > on or end == agreement.initial_end_on
    latest = last_day_to_give_notice(agreement, on)
    assert latest is not None
    assert add_months(latest, notice) <= end - timedelta(days=1)
    assert add_months(latest + timedelta(days=1), notice) > end - timedelta(days=1)
    served = end_after_notice(agreement, received_on=on)
    assert served is not None
    assert add_months(on, notice) <= served - timedelta(days=1)


def test_renewed_and_months_left():
    agreement = agreed(date(2025, 1, 1))
    assert not is_renewed(agreement, date(2027, 12, 31))
    assert is_renewed(agreement, date(2028, 1, 1))
    assert months_left(agreement, on=date(2027, 11, 2), otherwise=12) == 2
    assert months_left(None, on=date(2027, 11, 2), otherwise=12) == 12


def test_the_database_keeps_the_end_once_it_is_set(system):
    """Rule 1: nothing ever changes an agreement's end date."""
    agreement = make.agreement(accounts.customer())
    for change in (
        {"initial_end_on": date(2027, 1, 1)},
        {"initial_end_on": None},
        {"renewal_months": 1},
        {"notice_months": 0},
        {"starts_on": date(2024, 1, 1)},
    ):
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            Agreement.objects.filter(pk=agreement.pk).update(**change)
    Agreement.objects.filter(pk=agreement.pk).update(ended_on=date(2026, 5, 1), number="A-x")
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Agreement.objects.filter(pk=agreement.pk).update(ended_on=date(2026, 6, 1))
