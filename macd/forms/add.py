"""Add: what is new, and where."""

from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from macd import voice
from macd.forms.address import address_errors, address_fields, address_of
from macd.forms.start import NEW, NOWHERE, StartForm, Words
from macd.vocabulary import Kind
from macd.wording import amount
from services.models import OfferingVersion


class AddForm(StartForm):
    """Starts an Add with offerings of the catalogue, at an office that may be new."""

    kind = Kind.ADD
    heading: Words = gettext_lazy("Something extra")
    lead = voice.CHOOSE_NEEDED
    place_question = gettext_lazy("Where is it for?")
    items = "catalogue"
    takes_new = True
    needs_services_there = False
    new_office_as = "office"

    offerings = forms.MultipleChoiceField(
        label=voice.WHAT_NEEDED,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Choose at least one service."),
            "invalid_choice": gettext_lazy("Choose services that are sold now."),
        },
    )

    def offer(self) -> None:
        """What is sold that day; what needs an office only where there is one."""
        offered = [
            version
            for version in self.situation.offerings
            if version.offering.site_bound is False or self.situation.place != NOWHERE
        ]
        if self._is_new:
            self.heading = gettext_lazy("A new office")
            self.fields.update(address_fields())
            self.order_fields(["office", *address_fields(), "offerings"])
        self.fields["offerings"].choices = offering_choices(offered)  # type: ignore[attr-defined]

    @property
    def _is_new(self) -> bool:
        return self.situation.place == NEW

    def clean(self) -> dict[str, Any]:
        """A new office needs its address."""
        if self._is_new:
            for name, message in address_errors(self.cleaned_data).items():
                self.add_error(name, message)
        return self.cleaned_data

    def facts(self) -> dict[str, Any]:
        """The office and the offerings that were ticked."""
        wanted = set(self.cleaned_data["offerings"])
        chosen = [v for v in self.situation.offerings if v.offering.code in wanted]
        return {**super().facts(), "offerings": chosen}

    def address(self) -> dict[str, str]:
        """The new office's."""
        return address_of(self.cleaned_data) if self._is_new else {}


def offering_choices(versions: list[OfferingVersion]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Offerings with their prices, grouped by family; they come in that order."""
    return [
        (str(family), [(version.offering.code, _label(version)) for version in group])
        for family, group in groupby(versions, key=lambda v: v.offering.get_family_display())
    ]


def _label(version: OfferingVersion) -> str:
    label = _("%(name)s, € %(price)s a month") % {
        "name": version.name,
        "price": amount(version.recurring_price),
    }
    if version.one_time_price:
        label += _(", € %(price)s once") % {"price": amount(version.one_time_price)}
    return label
