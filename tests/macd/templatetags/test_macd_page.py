"""Icons, tones, cards and the links from errors to fields."""

import pytest
from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation
from lucide import IconDoesNotExist

from macd.templatetags import macd_page as page


class Question(forms.Form):
    name = forms.CharField()
    way = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    agreed = forms.BooleanField()

    def clean(self):
        raise forms.ValidationError("Nothing here is right.")


def shown(text: str, **context: object) -> str:
    return Template("{% load macd_page %}" + text).render(Context(context))


def test_an_icon_is_silent_and_sized_by_its_text():
    drawn = page.icon("phone")
    assert drawn.startswith("<svg ")
    assert 'aria-hidden="true"' in drawn
    assert "style=" not in drawn


def test_an_unknown_icon_is_an_error():
    with pytest.raises(IconDoesNotExist):
        page.icon("no-such-icon")


@pytest.mark.parametrize(
    "name",
    sorted(
        {look[0] for look in page.STATUS_LOOKS.values()}
        | set(page.FAMILY_ICONS.values())
        | set(page.KIND_ICONS.values())
        | set(page.TASK_ICONS.values())
        | set(page.TONE_ICONS.values())
        | {page.family_icon(""), page.kind_icon(""), page.task_icon(""), page.tone_icon("")}
    ),
)
def test_every_icon_that_a_code_leads_to_exists(name):
    assert page.icon(name)


def test_a_status_has_an_icon_and_a_tone():
    assert (page.status_icon("on_hold"), page.status_tone("on_hold")) == ("circle-pause", "risk")
    assert (page.status_icon("new one"), page.status_tone("new one")) == ("circle", "open")


def test_a_kind_is_a_picture_with_its_word():
    pictures = {page.kind_icon(kind) for kind in ("move", "add", "change", "delete")}
    assert len(pictures) == 4
    badge = render_to_string("components/kind_badge.html", {"kind": "move", "label": "Move"})
    assert 'title="Move"' in badge
    assert '<span class="visually-hidden">Move</span>' in badge


@pytest.mark.parametrize(
    ("tags", "tone"),
    [("error", "risk"), ("warning extra", "warning"), ("success", "success"), ("", "info")],
)
def test_messages_have_tones(tags, tone):
    assert page.notice_tone(tags) == tone


def test_errors_link_to_the_first_input_of_their_field():
    found = list(page.errors_with_fields(Question({})))
    assert [error["field_id"] for error in found] == ["", "id_name", "id_way_0", "id_agreed"]
    assert found[0]["message"] == "Nothing here is right."
    assert found[1]["message"] == "Name: This field is required."
    assert shown("{% for error in form|errors_with_fields %}x{% endfor %}", form=Question()) == ""


def test_the_error_summary_is_linked_and_escaped():
    errors = [{"message": "<b>No</b>", "field_id": "id_name"}]
    text = shown("{% include 'components/error_summary.html' %}", errors=errors)
    assert '<a href="#id_name">&lt;b&gt;No&lt;/b&gt;</a>' in text
    assert 'data-testid="error-summary"' in text


def test_a_card_keeps_its_content_and_escapes_its_heading():
    text = shown(
        "{% card heading=heading owner='customer' owner_label='Yours' %}"
        "<p>{{ inner }}</p>{% endcard %}",
        heading="<b>",
        inner="<i>",
    )
    assert "<h2>&lt;b&gt;</h2>" in text
    assert "<p>&lt;i&gt;</p>" in text
    assert "party-customer" in text


def test_at_gives_nothing_past_the_end():
    assert page.at(["a"], 0) == "a"
    assert page.at(["a"], 1) == ""


def test_a_librarys_form_asks_for_an_address_in_our_words():
    class Borrowed(forms.Form):
        login = forms.EmailField(
            label="Courriel", widget=forms.TextInput(attrs={"placeholder": "Courriel"})
        )

    with translation.override("fr"):
        field = page.unhinted(Borrowed()).fields["login"]
    assert field.label == "Adresse mail"
    assert "placeholder" not in field.widget.attrs


def test_the_rules_of_a_password_are_one_sentence():
    class Password(forms.Form):
        new = forms.CharField(help_text=password_validators_help_text_html())

    form = Password({})
    assert form.errors
    said = page.unhinted(form)["new"].help_text
    assert said.startswith("At least 8 characters;")
