"""A refusal on the page: beside its field, else above the form; nothing is said twice or lost."""

from django import forms

from macd.kinds import Problem
from macd.refusals import NotPermitted, Unsound
from macd.views.common import tell_beside


class _Wish(forms.Form):
    day = forms.CharField(required=False)
    note = forms.CharField(required=False)


def told(denied):
    form = _Wish({})
    form.full_clean()
    tell_beside(form, denied)
    return dict(form.errors)


def test_a_problem_stands_beside_the_field_of_its_name():
    denied = Unsound("No.", problems=[Problem("day", "Too late."), Problem("day", "A Sunday.")])
    assert told(denied) == {"day": ["Too late.", "A Sunday."]}


def test_a_problem_of_no_field_of_this_form_stands_above_it():
    denied = Unsound("No.", problems=[Problem("office", "Which one?"), Problem("note", "Say why.")])
    assert told(denied) == {"__all__": ["Which one?"], "note": ["Say why."]}


def test_a_refusal_without_problems_says_itself():
    assert told(NotPermitted("Not yours to do.")) == {"__all__": ["Not yours to do."]}
