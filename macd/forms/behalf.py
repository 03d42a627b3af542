"""Starting a request for a customer: whose it is, who asked, how and when."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from macd.forms.layout import Actions, DayField, RadioField, form_helper
from macd.kinds import Unfit
from macd.kinds.fields import fit_text
from macd.vocabulary import Channel


class BehalfForm(forms.Form):
    """The origin of a request that came by telephone, mail, letter or on a visit."""

    requester = forms.ChoiceField(
        label=_("For whom?"), help_text=_("This person follows it and gets the mails.")
    )
    asked_by = forms.CharField(label=_("Who asked?"), max_length=200)
    asked_channel = RadioField(label=_("How?"), choices=Channel.choices)
    received_on = DayField(label=_("Received on"))

    def __init__(
        self,
        *args: Any,
        requesters: Sequence[Person],
        on: date,
        cancel_url: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        named = Counter(person.name for person in requesters)
        # The address stands there only where the name does not say who it is.
        choices = [
            (str(one.pk), f"{one.name} ({one.email})" if named[one.name] > 1 else one.name)
            for one in requesters
        ]
        self.fields["requester"] = forms.ChoiceField(
            label=self.fields["requester"].label,
            help_text=self.fields["requester"].help_text,
            choices=choices,
        )
        actions = Actions(submit=_("Go on"), testid="submit", cancel_url=cancel_url)
        self.helper = form_helper(self, actions=actions)

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
