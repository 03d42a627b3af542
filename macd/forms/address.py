"""The address of an office that is to be opened."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from offices.models import Office

COUNTRIES = [
    ("BE", gettext_lazy("Belgium")),
    ("NL", gettext_lazy("Netherlands")),
    ("FR", gettext_lazy("France")),
    ("LU", gettext_lazy("Luxembourg")),
    ("DE", gettext_lazy("Germany")),
]
BELGIAN_POSTCODE = re.compile(r"[1-9][0-9]{3}", re.ASCII)
NEEDED = ("name", "street", "number", "postcode", "municipality")


def address_fields(*, needed: bool = True) -> dict[str, forms.Field]:
    """The fields of an address, box apart (rule 22); ``needed``: the office is a new one."""
    lengths = {
        "name": (_("Name of the office"), 100),
        "street": (_("Street"), 100),
        "number": (pgettext("address", "Number"), 12),
        "box": (_("Box"), 12),
        "floor": (_("Floor or room"), 40),
        "postcode": (_("Postcode"), 12),
        "municipality": (_("Municipality"), 80),
    }
    fields: dict[str, forms.Field] = {
        name: forms.CharField(
            label=label,
            max_length=longest,
            required=needed and name in NEEDED,
            error_messages={"required": _("Fill this in.")},
        )
        for name, (label, longest) in lengths.items()
    }
    fields["country"] = forms.ChoiceField(
        label=_("Country"), choices=COUNTRIES, initial="BE", required=needed
    )
    return fields


def address_errors(values: dict[str, Any]) -> dict[str, str]:
    """What does not fit together in an address, by field."""
    belgian = (values.get("country") or "BE") == "BE"
    postcode = str(values.get("postcode") or "")
    if belgian and postcode and not BELGIAN_POSTCODE.fullmatch(postcode):
        return {"postcode": _("Give a Belgian postcode of four figures, such as 9000.")}
    return {}


class AddressForm(forms.Form):
    """Name and address of an office that a draft opens, as they were typed."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, office: Office) -> None:
        super().__init__(data)
        self.fields.update(address_fields())
        self.initial = {name: getattr(office, name) for name in self.fields}

    def clean(self) -> dict[str, Any]:
        """The postcode fits the country."""
        for name, message in address_errors(self.cleaned_data).items():
            self.add_error(name, message)
        return self.cleaned_data


def address_of(values: dict[str, Any]) -> dict[str, str]:
    """The address as ``open_planned_office`` takes it."""
    return {
        **{name: str(values.get(name) or "") for name in (*NEEDED, "box", "floor")},
        "country": str(values.get("country") or "BE"),
    }
