"""Codes of visits in words; anything else is nothing."""

from datetime import date

from macd.templatetags import macd_visit


def test_codes_are_told_in_words():
    assert macd_visit.half_day("morning") == "in the morning"
    assert macd_visit.visit_purpose("pick_up") == "Pick-up of equipment"
    assert macd_visit.visit_outcome("partly") == "Partly done"
    assert macd_visit.why("no_access") == "Nobody could let us in"
    assert "another company" in macd_visit.why("name_differs")


def test_what_is_no_code_is_nothing():
    for tell in (macd_visit.half_day, macd_visit.visit_purpose, macd_visit.why):
        assert tell("noon") == ""
    assert macd_visit.visit_outcome("") == ""


def test_days_are_read_from_a_history():
    assert macd_visit.iso("2026-03-04") == date(2026, 3, 4)
    assert macd_visit.iso("") is None
    assert macd_visit.iso(None) is None
