"""Move: from which office to which, or to which new address."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from macd import voice
from macd.forms.address import address_errors, address_fields, address_of
from macd.forms.start import NEW, StartForm
from macd.kinds.checklist import NEW_FLOOR
from macd.vocabulary import Kind
from offices.models import Office

SAME = "same"


class MoveForm(StartForm):
    """Starts a Move with all services that are tied to the old office."""

    kind = Kind.MOVE
    heading = gettext_lazy("Moving office")
    lead = voice.SAY_WHERE
    place_question = gettext_lazy("Which office moves?")
    items_heading = gettext_lazy("What becomes of each service")
    items = "decisions"
    takes_none = False
    new_office_as = "to_office"

    to_office = forms.ChoiceField(
        label=gettext_lazy("Where to?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": voice.WHERE_TO,
            "invalid_choice": voice.OFFICE_OR_NEW,
        },
    )

    def offer(self) -> None:
        """The other offices, or a new address."""
        others = [
            (str(each.public_id), str(each))
            for each in self.situation.offices
            if str(each.public_id) != self.situation.place
        ]
        self.fields["to_office"].choices = [  # type: ignore[attr-defined]
            (NEW, _("A new address")),
            (SAME, _("Another floor or room in the same building")),
            *others,
        ]
        self.fields["to_office"].initial = NEW
        somewhere_new = not self.is_bound or self.data.get("to_office") == NEW
        self.fields["new_floor"] = forms.CharField(
            label=str(NEW_FLOOR.label), help_text=str(NEW_FLOOR.help), max_length=40, required=False
        )
        self.fields.update(address_fields(needed=somewhere_new))

    def clean(self) -> dict[str, Any]:
        """A new address is needed where none of the offices is chosen."""
        if self.cleaned_data.get("to_office") == NEW:
            for name, message in address_errors(self.cleaned_data).items():
                self.add_error(name, message)
        elif self.cleaned_data.get("to_office") == SAME and not self.cleaned_data["new_floor"]:
            self.add_error("new_floor", _("Say to which floor or room."))
        return self.cleaned_data

    def answers(self) -> dict[str, Any]:
        """The floor or room within the same building."""
        within = self.cleaned_data["to_office"] == SAME
        return {NEW_FLOOR.path: self.cleaned_data["new_floor"]} if within else {}

    def facts(self) -> dict[str, Any]:
        """Both offices, and every service that is tied to the old one (rule 27)."""
        periods = [p for p in self.situation.periods if p.offering_version.offering.site_bound]
        return {**super().facts(), "to_office": self._other(), "periods": periods}

    def _other(self) -> Office | None:
        wanted = self.cleaned_data["to_office"]
        if wanted == SAME:
            return self.situation.office
        return next((o for o in self.situation.offices if str(o.public_id) == wanted), None)

    def address(self) -> dict[str, str]:
        """The new address, where that is chosen."""
        return address_of(self.cleaned_data) if self.cleaned_data["to_office"] == NEW else {}
