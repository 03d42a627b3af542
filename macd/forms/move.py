"""Move: from which office to which, or to which new address."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from macd.forms.address import address_errors, address_fields, address_of
from macd.forms.start import NEW, StartForm
from macd.vocabulary import Kind
from offices.models import Office


class MoveForm(StartForm):
    """Starts a Move with all services that are tied to the old office."""

    kind = Kind.MOVE
    heading = gettext_lazy("Moving office")
    lead = gettext_lazy("Say where you go. For each service you then decide what becomes of it.")
    place_question = gettext_lazy("Which office moves?")
    items_heading = gettext_lazy("What becomes of each service")
    items = "decisions"
    takes_none = False
    new_office_as = "to_office"

    to_office = forms.ChoiceField(
        label=gettext_lazy("Where to?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose where you move to."),
            "invalid_choice": gettext_lazy("Choose one of your offices, or a new address."),
        },
    )

    def offer(self) -> None:
        """The other offices, or a new address."""
        others = [
            (str(each.public_id), str(each))
            for each in self.situation.offices
            if str(each.public_id) != self.situation.place
        ]
        self.fields["to_office"].choices = [(NEW, _("A new address")), *others]  # type: ignore[attr-defined]
        self.fields["to_office"].initial = NEW
        somewhere_new = not self.is_bound or self.data.get("to_office") == NEW
        self.fields.update(address_fields(needed=somewhere_new))

    def clean(self) -> dict[str, Any]:
        """A new address is needed where none of the offices is chosen."""
        if self.cleaned_data.get("to_office") == NEW:
            for name, message in address_errors(self.cleaned_data).items():
                self.add_error(name, message)
        return self.cleaned_data

    def facts(self) -> dict[str, Any]:
        """Both offices, and every service that is tied to the old one (rule 27)."""
        periods = [p for p in self.situation.periods if p.offering_version.offering.site_bound]
        return {**super().facts(), "to_office": self._other(), "periods": periods}

    def _other(self) -> Office | None:
        wanted = self.cleaned_data["to_office"]
        return next((o for o in self.situation.offices if str(o.public_id) == wanted), None)

    def address(self) -> dict[str, str]:
        """The new address, where that is chosen."""
        return address_of(self.cleaned_data) if self.cleaned_data["to_office"] == NEW else {}
