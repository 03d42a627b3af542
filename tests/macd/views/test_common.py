"""A refusal on the page: beside its field, else above the form; nothing is said twice or lost."""

import pytest
from django import forms
from django.http import HttpResponse
from django.urls import reverse

from macd.kinds import Problem
from macd.refusals import NotPermitted, Unsound
from macd.views.common import tell_beside, write_or_show
from tests.macd import make


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


@pytest.fixture
def sent(system, rf):
    """Send the form of a page that writes, and say with which statuses the page was shown."""
    person = make.world().requester

    def send(data, write, *, method="POST"):
        request = rf.generic(method, reverse("home"))
        request.user = person
        form, shown = _Wish(data), []

        def show(status):
            shown.append((status, dict(form.errors)))
            return HttpResponse(status=status)

        return write_or_show(request, form, write, show=show), shown

    return send


def test_a_page_is_shown_before_it_is_filled_in(sent):
    answer, shown = sent(None, pytest.fail, method="GET")
    assert (answer.status_code, shown) == (200, [(200, {})])


def test_what_does_not_fit_a_field_is_shown_before_anything_is_written(sent):
    answer, shown = sent({"day": "one\0two"}, pytest.fail)
    assert (answer.status_code, list(shown[0][1])) == (422, ["day"])


def test_what_is_refused_is_shown_beside_its_field_with_the_status_of_the_refusal(sent):
    def write():
        raise NotPermitted("No.", problems=[Problem("day", "Not that day.")])

    answer, shown = sent({"day": "tomorrow"}, write)
    assert answer.status_code == NotPermitted.status
    assert shown == [(NotPermitted.status, {"day": ["Not that day."]})]


def test_what_is_written_leads_where_its_result_is(sent):
    answer, shown = sent({"day": "tomorrow"}, lambda: "/there/")
    assert (answer.status_code, answer["Location"], shown) == (302, "/there/", [])
