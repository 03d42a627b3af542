"""Days that are given: which are within reach, which have passed."""

from datetime import date

import pytest
from django import forms
from django.utils import translation

from accounts.days import FIRST, LAST, DateField, day_in, out_of_reach, passed


@pytest.mark.parametrize("day", [FIRST, date(2027, 2, 28), LAST])
def test_a_day_within_reach_is_taken(day):
    assert out_of_reach(day) == ""
    assert day_in(f" {day.isoformat()} ") == DateField().clean(day.isoformat()) == day


@pytest.mark.parametrize("day", [date.min, date(1899, 12, 31), date(2100, 1, 1), date.max])
def test_a_day_out_of_reach_is_refused_and_the_ends_are_named(day):
    assert out_of_reach(day) == "Give a day from 1 January 1900 to 31 December 2099."
    with pytest.raises(ValueError, match="out of reach"):
        day_in(day.isoformat())
    with pytest.raises(forms.ValidationError, match="31 December 2099"):
        DateField().clean(day.isoformat())
    with translation.override("fr"):
        assert "1er janvier 1900" in out_of_reach(day)


@pytest.mark.parametrize("text", ["", "soon", "2026-02-30", "\x00", "9" * 5000])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        day_in(text)


def test_today_has_not_passed():
    on = date(2026, 3, 2)
    assert passed(on, on=on) == passed(LAST, on=on) == ""
    assert "in the past" in passed(date(2026, 3, 1), on=on)
