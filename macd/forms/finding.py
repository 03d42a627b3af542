"""What a survey or the carrier found about one item (rule 20)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.limits import DecimalField
from macd.forms.layout import DayField
from macd.forms.steps import FINDING, ReasonForm


class FindingForm(ReasonForm):
    """What a survey or the carrier found: what works cost, when it can be ready (rule 20)."""

    works = DecimalField(
        label=_("Works cost, once"),
        help_text=_("In euro, excl. VAT."),
        required=False,
        min_value=0,
        max_value=1_000_000,
        decimal_places=2,
    )
    monthly = DecimalField(
        label=_("Costs more a month"),
        help_text=_("In euro, excl. VAT, beside the price that was signed."),
        required=False,
        min_value=0,
        max_value=1_000_000,
        decimal_places=2,
    )
    ready_on = DayField(label=_("Can be ready on"), required=False)
    worse = forms.BooleanField(
        label=_("It becomes less than what was signed"),
        required=False,
        help_text=_("Such as a lower speed. Then suggest the new settings in the quote."),
    )
    field_order = ["note", "works", "monthly", "ready_on", "worse"]

    def facts(self) -> dict[str, Any]:
        """What was found, beside the words."""
        given = self.cleaned_data
        return {
            "works": given["works"] or Decimal(0),
            "monthly": given["monthly"] or Decimal(0),
            "ready_on": given["ready_on"],
            "worse": given["worse"],
        }


def finding_form(line_number: int, data: Mapping[str, Any] | None = None) -> FindingForm:
    """The form about one item."""
    return FindingForm(data, step=FINDING, name=f"line_{line_number}_{FINDING}")
