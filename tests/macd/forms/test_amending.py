"""The form that chooses what is to change."""

from datetime import date

import pytest

from macd.forms.amending import AmendForCustomerForm, AmendForm

FACTS = {"choices": [(1, "One"), (3, "Three")], "cancel_url": "/", "on": date(2026, 3, 2)}


def test_several_items_by_number():
    form = AmendForm({"lines": ["1", "3"]}, **FACTS)
    assert form.is_valid()
    assert (form.cleaned_data["lines"], form.facts()) == ([1, 3], {})


@pytest.mark.parametrize("lines", [[], ["2"], ["x"]])
def test_what_is_no_choice(lines):
    assert not AmendForm({"lines": lines}, **FACTS).is_valid()


def test_staff_say_who_asked():
    given = {"lines": ["1"], "asked_by": " Ana ", "asked_channel": "phone"}
    form = AmendForCustomerForm({**given, "received_on": "2026-03-02"}, **FACTS)
    assert form.is_valid()
    assert form.facts()["asked_by"] == "Ana"
    late = AmendForCustomerForm({**given, "received_on": "2026-03-03"}, **FACTS)
    assert list(late.errors) == ["received_on"]
    odd = AmendForCustomerForm({**given, "asked_by": "\x07", "received_on": "2026-03-02"}, **FACTS)
    assert list(odd.errors) == ["asked_by"]
