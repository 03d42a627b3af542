"""What operations fills in about the inventory: corrections, events, who agrees."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.limits import DecimalField, IntegerField
from macd.forms.layout import DayField, form_helper
from macd.forms.places import characteristic_field
from macd.kinds import Unfit
from macd.kinds.fields import fit_long_text, fit_text
from offices.models import Office
from services.configuration import Wrong, characteristics_of, parse, problem_with
from services.events import SUSPENSIONS
from services.models import OfferingVersion, ServiceNumber
from services.numbers import shown_span

NOWHERE = "none"
SETTING = "setting_"
LARGEST = Decimal(10) ** 9


class WhyField(forms.CharField):
    """A reason in several lines that can be shown."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> str:
        """Checked as the fields of a document are."""
        try:
            return fit_long_text(value or "")
        except Unfit as unfit:
            raise forms.ValidationError(str(unfit)) from None


class DeskForm(forms.Form):
    """A form of operations, whose page writes its own buttons."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.add_fields()
        self.helper = form_helper(self)
        self.helper.disable_csrf = True

    def add_fields(self) -> None:
        """Add what depends on the service."""


class CorrectionForm(DeskForm):
    """How it was in truth: day, amount, place and settings, each as it stands now."""

    effective_on = DayField(label=gettext_lazy("From which day?"))

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        version: OfferingVersion | None,
        offices: Sequence[Office] = (),
        day_only: bool = False,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        self.version, self.offices, self.day_only = version, offices, day_only
        super().__init__(data, initial=initial)

    def add_fields(self) -> None:
        """Values of the service, unless only the day can have been wrong; the reason last."""
        if self.version is not None and not self.day_only:
            self.fields["quantity"] = IntegerField(
                label=_("Quantity"), min_value=1, max_value=10**6
            )
            self.fields["recurring_price"] = DecimalField(
                label=_("Price per unit and month, excl. VAT"),
                min_value=0,
                max_value=LARGEST,
                decimal_places=4,
                localize=True,
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )
            self.fields["office"] = forms.ChoiceField(label=_("Office"), choices=self._places())
            for code, characteristic in characteristics_of(self.version).items():
                field = characteristic_field(characteristic, now="")
                field.required = False
                self.fields[f"{SETTING}{code}"] = field
        self.fields["reason"] = WhyField(label=_("Why is it corrected?"))

    def _places(self) -> list[tuple[str, str]]:
        """The company's offices for what is tied to one, none for the rest, as imports ask it."""
        if self.version is not None and self.version.offering.site_bound:
            return [(str(office.public_id), office.name) for office in self.offices]
        return [(NOWHERE, _("Not tied to an office"))]

    def clean(self) -> dict[str, Any]:
        """Settings as they are stored."""
        cleaned = super().clean() or {}
        known = characteristics_of(self.version) if self.version and not self.day_only else {}
        for code, characteristic in known.items():
            name = f"{SETTING}{code}"
            if name not in cleaned:
                continue
            try:
                value = parse(characteristic, str(cleaned[name]))
            except Wrong as wrong:
                self.add_error(name, str(wrong))
                continue
            if value is not None and (message := problem_with(characteristic, value)):
                self.add_error(name, message)
            cleaned[name] = value
        return cleaned

    def values(self) -> dict[str, Any]:
        """What the service was in truth; call after ``is_valid``."""
        if self.day_only or self.version is None:
            return {}
        chosen = self.cleaned_data["office"]
        office = next((one for one in self.offices if str(one.public_id) == chosen), None)
        return {
            "office_id": office.pk if office else None,
            "quantity": self.cleaned_data["quantity"],
            "recurring_price": self.cleaned_data["recurring_price"],
            "configuration": {
                code: self.cleaned_data.get(f"{SETTING}{code}")
                for code in characteristics_of(self.version)
                if self.cleaned_data.get(f"{SETTING}{code}") not in (None, "")
            },
        }


class EventForm(DeskForm):
    """What every event has: its day and a note."""

    on = DayField(label=gettext_lazy("From which day?"))

    def add_fields(self) -> None:
        """The note comes last."""
        self.fields["note"] = WhyField(label=_("Note"), required=False)


class SuspensionForm(EventForm):
    """Suspending, or lifting one cause of it."""

    cause = forms.ChoiceField(
        label=gettext_lazy("Why?"),
        choices=[(cause.value, cause.label) for cause in SUSPENSIONS],
        widget=forms.RadioSelect,
    )
    field_order = ["cause", "on"]


class DeviceForm(EventForm):
    """Another device in the place of the old one."""

    serial = forms.CharField(label=gettext_lazy("New serial number"), max_length=60)
    field_order = ["serial", "on"]


class PortedForm(EventForm):
    """A number that another operator took over."""

    number = forms.ChoiceField(label=gettext_lazy("Number"))
    operator = forms.CharField(label=gettext_lazy("Other operator"), max_length=100)
    field_order = ["number", "operator", "on"]

    def clean_operator(self) -> str:
        """A name that can be shown."""
        try:
            return fit_text(self.cleaned_data["operator"], longest=100)
        except Unfit as unfit:
            raise forms.ValidationError(str(unfit)) from None

    def offer(self, numbers: Sequence[ServiceNumber]) -> "PortedForm":
        """The numbers that the service has."""
        choices = [(number.e164, shown_span(number.e164, number.range_size)) for number in numbers]
        self.fields["number"].choices = choices  # type: ignore[attr-defined]
        return self


def initial_day(on: date) -> dict[str, Any]:
    """Most events are recorded on their day."""
    return {"on": on}
