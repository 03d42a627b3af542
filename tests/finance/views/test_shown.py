"""How figures of a case are written."""

from datetime import date
from decimal import Decimal

from finance.views.shown import about, money_or_text, shown


def test_days_and_amounts_are_written_as_they_are_read():
    assert 'datetime="2026-04-30"' in shown(date(2026, 4, 30))
    assert "1,250.00" in shown(Decimal(1250))
    assert (shown(None), shown("AGR-1"), shown(9)) == ("–", "AGR-1", "9")
    assert money_or_text(Decimal(0)) == ""


def test_the_customer_does_not_read_when_finance_has_to_act(world, case):
    def labels(*, staff):
        return {row["label"] for row in about(case, staff=staff)}

    assert "Last day to act" not in labels(staff=False)
    assert labels(staff=False) <= labels(staff=True)
