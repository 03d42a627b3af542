"""Which items of a signed document are to change; staff also say who asked, how and when."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from macd.forms.layout import Actions, DayField, RadioField, form_helper
from macd.kinds import Unfit
from macd.kinds.fields import fit_text
from macd.vocabulary import Channel


class AmendForm(forms.Form):
    """The items, each with its name; several at once make one amendment."""

    lines = forms.TypedMultipleChoiceField(
        label=_("What do you want to change?"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what you want to change.")},
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        choices: Sequence[tuple[int, str]],
        cancel_url: str,
        on: date,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.on = on
        self.fields["lines"].choices = choices  # type: ignore[attr-defined]
        actions = Actions(submit=_("Go on"), testid="amend-confirm", cancel_url=cancel_url)
        self.helper = form_helper(self, actions=actions)

    def facts(self) -> dict[str, Any]:
        """What the operation is given beside the numbers of the items."""
        return {name: value for name, value in self.cleaned_data.items() if name != "lines"}


class AmendForCustomerForm(AmendForm):
    """The same, on the customer's behalf."""

    asked_by = forms.CharField(label=_("Who asked?"), max_length=200)
    asked_channel = RadioField(label=_("How?"), choices=Channel.choices)
    received_on = DayField(label=_("Received on"))

    def clean_asked_by(self) -> str:
        """A name that can be shown."""
        try:
            return fit_text(self.cleaned_data["asked_by"])
        except Unfit as unfit:
            raise forms.ValidationError(str(unfit)) from None

    def clean_received_on(self) -> date:
        """What was received lies not ahead."""
        day: date = self.cleaned_data["received_on"]
        if day > self.on:
            raise forms.ValidationError(_("This day lies ahead. Give the day it was received."))
        return day
