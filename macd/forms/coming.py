"""What operations says of numbers on their way, and of devices that come back."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from macd.forms.layout import DayField
from macd.forms.steps import StepForm, WordsField
from macd.porting import PortRefusal, PortState


class PortDayForm(StepForm):
    """The day that was confirmed, or on which the numbers came over (rule 41)."""

    on = DayField(label=_("On which day?"))

    def facts(self) -> dict[str, Any]:
        """The day."""
        return {"on": self.cleaned_data["on"]}


class PortRefusalForm(StepForm):
    """Why the other operator refuses; the customer reads it."""

    refusal = forms.ChoiceField(label=_("Why?"), choices=PortRefusal.choices)
    note = WordsField(required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["note"].label = str(_("What should the customer know?"))

    def facts(self) -> dict[str, Any]:
        """The code."""
        return {"refusal": self.cleaned_data["refusal"]}


class DeviceBackForm(PortDayForm):
    """The day on which a rented device came back (rule 53)."""

    label = _("It is back")


def device_form(device_id: int, data: Mapping[str, Any] | None = None) -> DeviceBackForm:
    """The form about one device."""
    return DeviceBackForm(data, step="device_back", name=f"device_{device_id}")


PORT_FORMS: dict[str, type[StepForm]] = {
    PortState.CONFIRMED: PortDayForm,
    PortState.PORTED: PortDayForm,
    PortState.REFUSED: PortRefusalForm,
}


def port_form_for(state: str, line_id: int, data: Mapping[str, Any] | None = None) -> StepForm:
    """What is asked when the numbers of an item reach a state, named after the item in any list."""
    form = PORT_FORMS.get(state, StepForm)
    return form(data, step=f"port_{state}", name=f"line_{line_id}_port_{state}")
