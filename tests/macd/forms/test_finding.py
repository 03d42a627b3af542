"""What was found about an item, as its form reads it."""

from decimal import Decimal

from macd.forms.finding import finding_form


def test_what_was_found_is_read_and_works_may_cost_nothing():
    form = finding_form(2, {"note": "Dig", "works": "", "ready_on": "2026-05-04", "worse": ""})
    assert form.is_valid(), form.errors
    assert form.facts()["works"] == Decimal(0)
    assert form.facts()["worse"] is False
    assert not finding_form(2, {"note": "Dig", "works": "-1"}).is_valid()
