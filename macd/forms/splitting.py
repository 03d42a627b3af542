"""Some services of an office that moves go to another place than the others."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from macd import voice
from macd.forms.address import address_errors, address_fields, address_of
from macd.forms.start import NEW
from offices.models import Office


class SplitForm(forms.Form):
    """Which services, and where they go: another office, or a new address."""

    services = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Which services go elsewhere?"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose the services that go elsewhere.")},
    )
    to_office = forms.ChoiceField(
        label=gettext_lazy("Where do they go?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose where they go."),
            "invalid_choice": voice.OFFICE_OR_NEW,
        },
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        services: Sequence[tuple[int, str]],
        offices: Sequence[Office],
    ) -> None:
        super().__init__(data, initial={"to_office": NEW})
        self.offices = {str(each.public_id): each for each in offices}
        self.fields["services"].choices = services  # type: ignore[attr-defined]
        places = [(public_id, str(each)) for public_id, each in self.offices.items()]
        self.fields["to_office"].choices = [  # type: ignore[attr-defined]
            (NEW, _("A new address")),
            *places,
        ]
        somewhere_new = data is None or data.get("to_office") == NEW
        self.fields.update(address_fields(needed=somewhere_new))

    def clean(self) -> dict[str, Any]:
        """A new address is whole where none of the offices is chosen."""
        if self.cleaned_data.get("to_office") == NEW:
            for name, message in address_errors(self.cleaned_data).items():
                self.add_error(name, message)
        return self.cleaned_data

    def office(self) -> Office | None:
        """The office that was chosen; None for a new address."""
        return self.offices.get(self.cleaned_data["to_office"])

    def address(self) -> dict[str, str]:
        """The new address."""
        return address_of(self.cleaned_data)
