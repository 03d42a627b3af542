"""Days that are given: which are within reach, which have passed."""

from datetime import date

import pytest
from django import forms
from django.utils import translation

from accounts.days import FIRST, LAST, DateField, DateTimeField, day_in, out_of_reach, passed
from accounts.roles import StaffRole
from accounts.tenancy import as_system
from tests.accounts import make


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


@pytest.mark.parametrize("text", ["0001-01-01T00:00", "9999-12-31T23:59", "2100-01-01 00:00:00"])
def test_an_instant_out_of_reach_is_refused_and_the_ends_are_named(text):
    with pytest.raises(forms.ValidationError, match="from 1 January 1900 to 31 December 2099"):
        DateTimeField().clean(text)


def test_an_instant_within_reach_is_taken():
    assert DateTimeField().clean("2027-02-28T12:30").isoformat() == "2027-02-28T12:30:00+01:00"
    with pytest.raises(forms.ValidationError):
        DateTimeField().clean("soon")


@pytest.mark.parametrize("text", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_the_administration_refuses_such_an_instant_in_words(client, db, text):
    with as_system():
        boss = make.staff(StaffRole.ADMINISTRATOR, is_superuser=True, is_staff=True)
        here = make.membership()
    client.force_login(boss)
    url = f"/manage/accounts/person/{here.person_id}/change/"
    form = client.get(url).context["inline_admin_formsets"]
    prefix = next(f.formset.prefix for f in form if f.formset.model is type(here))
    sent = filled(client.get(url))
    answer = client.post(url, {**sent, f"{prefix}-0-revoked_at": text})
    assert answer.status_code == 200
    assert "Give a day from 1 January 1900" in answer.content.decode()


def filled(answer):
    """What the forms of a page would send as they stand."""
    forms_of = [answer.context["adminform"].form]
    for each in answer.context["inline_admin_formsets"]:
        forms_of += [each.formset.management_form, *each.formset.forms]
    return {
        one.add_prefix(name): value if (value := one[name].value()) is not None else ""
        for one in forms_of
        for name in one.fields
    }
