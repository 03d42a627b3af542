"""How every form looks: one helper, and the widgets whose browser control Belgium expects."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import days
from macd.operations import new_key

Text = str | Promise
SAVE_AND_CONTINUE = _("Save and continue")


class DayInput(forms.DateInput):
    """A day, typed or picked in the browser's own calendar, sent as YYYY-MM-DD."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class DayField(days.DateField):
    """A day without a time; takes the browser's 2026-11-22 and a typed 22/11/2026."""

    widget = DayInput
    input_formats = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")


class RadioField(forms.ChoiceField):
    """One of a few choices, all of them in sight."""

    widget = forms.RadioSelect
    default_error_messages = {"required": _("Choose one.")}


@dataclass(frozen=True)
class Actions:
    """The end of a form, for its layout: the one primary button, a way out, whether it is saved.

    ``danger``: what is sent takes something away.
    """

    submit: Text = SAVE_AND_CONTINUE
    testid: str = ""
    cancel_url: str = ""
    shows_saving: bool = False
    danger: bool = False

    def render(self, form: forms.BaseForm, context: Context, **_kwargs: object) -> str:
        """The buttons, as crispy asks every layout object."""
        return render_to_string("components/form_actions.html", {"actions": self, "form": form})


class Key:
    """The hidden key under which a form that was sent twice writes once (rule 21)."""

    def render(self, form: forms.BaseForm, context: Context, **_kwargs: object) -> str:
        """The key, where the helper writes the form's tag; else the page writes both."""
        if not form.helper.form_tag:  # type: ignore[attr-defined]
            return ""
        return render_to_string("components/write_key.html", {"idempotency_key": new_key()})


def form_helper(
    form: forms.BaseForm,
    *,
    actions: Actions | None = None,
    fields: Sequence[object] = (),
    autosave_url: str = "",
) -> FormHelper:
    """A form's helper: its fields in order, then its actions; without actions no form tag either.

    `fields` are names or crispy layout objects, all of the form's where empty. With
    `autosave_url` the browser posts the fields there whenever one is left. The templates of the
    pack are ours, so labels, help, errors and "(optional)" come out alike everywhere.
    """
    helper = FormHelper()
    helper.form_method = "post"
    helper.form_tag = actions is not None
    helper.attrs = {"novalidate": ""}
    if autosave_url:
        helper.attrs["data-autosave"] = autosave_url
    helper.layout = Layout(Key(), *(fields or form.fields), *([actions] if actions else []))
    return helper
