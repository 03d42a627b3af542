"""The day each way of ending leads to (rule 58)."""

from datetime import date

import pytest

from finance.ends import end_for, longest_notice
from services.models import EndMode
from tests.macd import make


@pytest.mark.parametrize(
    ("mode", "end"),
    [
        (EndMode.TERM, date(2028, 1, 1)),
        (EndMode.NOTICE, date(2026, 6, 2)),  # three months from 2 March 2026
        (EndMode.FIXED, make.TODAY),
        (EndMode.IMMEDIATE, None),
    ],
)
def test_rule_58_each_mode_has_its_day(case, mode, end):
    """End of term, end of notice, the chosen day; an immediate end waits for a second person."""
    row = case.agreements.get()
    facts = {"received_on": make.TODAY, "longest": longest_notice(case)}
    assert end_for(row, mode, chosen_on=make.TODAY, **facts) == end


def test_rule_58_the_law_shortens_the_notice_of_a_renewed_agreement(case, world):
    """After renewal, and without a term, a month at most; elsewhere what the contract says."""
    row = case.agreements.get()
    row.agreement.initial_end_on = date(2026, 1, 1)
    for country, end in (("BE", date(2026, 4, 2)), ("NL", date(2026, 6, 2))):
        case.customer.country = country
        facts = {"received_on": make.TODAY, "longest": longest_notice(case)}
        assert end_for(row, EndMode.NOTICE, **facts) == end
