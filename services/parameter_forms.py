"""How the value of a parameter is asked: with its unit, and in the figures of the language."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import sanitize_separators
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from services.figures import plain_number
from services.models import PolicyParameter
from services.parameters import PARAMETERS, PERIODS, ParameterRefused, cleaned_value
from services.quiet_forms import PeriodsField

# Django's class takes its model in brackets for the type checker only.
if TYPE_CHECKING:
    PolicyParameterFields = forms.ModelForm[PolicyParameter]
else:
    PolicyParameterFields = forms.ModelForm


class PolicyParameterForm(PolicyParameterFields):
    """Refuses a code or a value that is none."""

    code = forms.ChoiceField(label=gettext_lazy("Parameter"))
    value = forms.CharField(label=gettext_lazy("Value"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "code" in self.fields:
            named = [(code, f"{kind.label} ({kind.unit})") for code, kind in PARAMETERS.items()]
            self.fields["code"] = forms.ChoiceField(label=_("Parameter"), choices=named)
        if "value" in self.fields and (known := PARAMETERS.get(self.instance.code)):
            self.fields["value"].help_text = str(known.unit)
            if known.type is Decimal:
                self.initial["value"] = plain_number(Decimal(self.instance.value))
        if "value" in self.fields and self._asks_for_periods():
            self.fields["value"] = PeriodsField(label=_("Value"))

    def _asks_for_periods(self) -> bool:
        """Whether the parameter that is chosen, or was before, is set to periods."""
        code = self.data.get(self.add_prefix("code")) or self.initial.get("code")
        return code in PARAMETERS and PARAMETERS[code].unit is PERIODS

    def clean(self) -> dict[str, Any]:
        """The value fits the parameter's type."""
        cleaned = super().clean() or {}
        if "code" in cleaned and "value" in cleaned:
            try:
                written = cleaned["value"]
                if PARAMETERS[cleaned["code"]].type is Decimal:
                    written = sanitize_separators(written)
                cleaned["value"] = cleaned_value(cleaned["code"], written)
            except ParameterRefused as refused:
                raise ValidationError(str(refused)) from refused
        return cleaned
