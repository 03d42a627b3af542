"""Every form: label, help, error beside its field, "(optional)", one primary button."""

from datetime import date

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms

from macd.forms.layout import Actions, DayField, form_helper


class Visit(forms.Form):
    on = DayField(label="Which day?", help_text="A business day.")
    notes = forms.CharField(label="Notes", required=False)
    way = forms.ChoiceField(label="Way in", choices=[("a", "Front")], widget=forms.RadioSelect)
    sure = forms.BooleanField(label="I am sure")


def shown(form: forms.Form, **options: object) -> str:
    form.helper = form_helper(form, **options)
    return render_crispy_form(form, context={"csrf_token": "token"})


@pytest.mark.parametrize("typed", ["2026-12-25", "25/12/2026", "25-12-2026", "25.12.2026"])
def test_days_are_taken_as_browsers_and_belgians_write_them(typed):
    assert DayField().clean(typed) == date(2026, 12, 25)


def test_a_day_is_sent_back_in_the_form_that_browsers_take():
    text = shown(Visit(initial={"on": date(2026, 12, 25)}))
    assert 'type="date"' in text
    assert 'value="2026-12-25"' in text


def test_only_what_may_be_left_out_is_marked():
    text = shown(Visit())
    assert text.count("(optional)") == 1
    assert "asteriskField" not in text


def test_help_and_error_stand_before_the_answer_and_are_read_with_it():
    text = shown(Visit({"on": "never", "way": "a", "sure": "on"}))
    assert text.index("id_on_helptext") < text.index("id_on_error") < text.index('name="on"')
    assert 'aria-describedby="id_on_helptext id_on_error"' in text
    assert 'aria-invalid="true"' in text
    assert 'value="never"' in text


def test_a_refused_form_begins_with_its_errors():
    text = shown(Visit({}))
    assert text.index("error-summary") < text.index('name="on"')
    for field in ("id_on", "id_way_0", "id_sure"):
        assert f'href="#{field}"' in text
        assert f'id="{field}"' in text


def test_actions_bring_the_form_its_tag_and_its_button():
    text = shown(Visit(), actions=Actions(submit="Send", testid="submit", cancel_url="/back/"))
    assert text.count("<form") == 1
    assert 'data-testid="submit">Send</button>' in text
    assert 'href="/back/"' in text
    assert "csrfmiddlewaretoken" in text


def test_a_form_without_actions_leaves_its_tag_to_the_page():
    assert "<form" not in shown(Visit())


def test_autosave_names_where_to():
    text = shown(Visit(), actions=Actions(shows_saving=True), autosave_url="/save/")
    assert 'data-autosave="/save/"' in text
    assert "data-save-state" in text


def test_only_the_named_fields_are_shown():
    text = shown(Visit(), fields=["notes"])
    assert 'name="notes"' in text
    assert 'name="on"' not in text
