"""A file of a customer's inventory, and an indexation."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.limits import DecimalField
from macd.forms.inventory import DeskForm
from macd.forms.layout import DayField
from services.imports.reading import MOST_BYTES


class ImportForm(DeskForm):
    """Which file, as on which day, and whether it is all there is."""

    file = forms.FileField(label=_("File"), help_text=_("CSV or XLSX, at most 8 MB."))
    effective_on = DayField(label=_("As on which day?"))
    complete = forms.BooleanField(
        label=_("The file is the whole inventory"),
        help_text=_("What is installed and not in the file is then shown as a difference too."),
        required=False,
        initial=True,
    )

    def __init__(self, data: Any = None, files: Any = None, **more: Any) -> None:
        self._sent = files
        super().__init__(data, **more)
        if files is not None:
            self.files = files

    def clean_file(self) -> Any:
        """A file with something in it, and not too much."""
        sent = self.cleaned_data["file"]
        if sent.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 8 MB. Split it by office."))
        return sent


class IndexationForm(DeskForm):
    """By how much, from when."""

    percent = DecimalField(
        label=_("By how many percent?"),
        min_value=Decimal(-50),
        max_value=Decimal(50),
        decimal_places=3,
        localize=False,
    )
    on = DayField(label=_("From which day?"))
