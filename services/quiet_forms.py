"""How periods of every year are asked: a row for each, with its first and its last day."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from accounts.limits import IntegerField
from services.calendar import quiet_periods, quiet_text
from services.defining import RowsInput

MOST_PERIODS = 30
FRESH_PERIODS = 3


def _month(label: Any) -> forms.TypedChoiceField:
    choices = [("", _("Choose")), *MONTHS.items()]
    return forms.TypedChoiceField(label=label, choices=choices, coerce=int)


class PeriodForm(forms.Form):
    """One period; a last day that comes before the first one lies in the next year."""

    first_day = IntegerField(label=_("First day"), min_value=1, max_value=31)
    first_month = _month(_("Month of the first day"))
    last_day = IntegerField(label=_("Last day"), min_value=1, max_value=31)
    last_month = _month(_("Month of the last day"))

    def has_changed(self) -> bool:
        """Whether anything is filled in: a row that is empty, or was emptied, is none."""
        return any(field.data for field in self)

    def clean(self) -> dict[str, Any]:
        """Both days are there every year."""
        cleaned = super().clean() or {}
        for end in ("first", "last"):
            day, month = cleaned.get(f"{end}_day"), cleaned.get(f"{end}_month")
            if day and month and not _is_there(month, day):
                text = _("This month does not have that day every year.")
                self.add_error(f"{end}_day", text)
        return cleaned

    @property
    def period(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """Its days as (month, day)."""
        said = self.cleaned_data
        first = said["first_month"], said["first_day"]
        return first, (said["last_month"], said["last_day"])


def _is_there(month: int, day: int) -> bool:
    try:
        date(2001, month, day)
    except ValueError:
        return False
    return True


class Periods(forms.BaseFormSet):  # type: ignore[type-arg]
    """The periods that are kept, each of which may be emptied, and a few empty rows."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Any row may stay empty."""
        return {**super().get_form_kwargs(index), "empty_permitted": True}

    @property
    def text(self) -> str:
        """The periods as they are stored."""
        return quiet_text(form.period for form in self.forms if form.has_changed())


PeriodRows = forms.formset_factory(
    PeriodForm, formset=Periods, extra=FRESH_PERIODS,
    max_num=MOST_PERIODS, validate_max=True, absolute_max=MOST_PERIODS + FRESH_PERIODS,
)  # fmt: skip


class PeriodsInput(RowsInput):
    """The periods as rows of the page."""

    rows = PeriodRows
    template = "admin/periods.html"

    def decompress(self, value: Any) -> list[dict[str, Any]]:
        """The rows of periods that are stored."""
        names = ("first_month", "first_day", "last_month", "last_day")
        kept = quiet_periods(str(value or ""))
        return [dict(zip(names, (*first, *last), strict=True)) for first, last in kept]


class PeriodsField(forms.Field):
    """Periods of every year, stored as `services.calendar` reads them."""

    widget = PeriodsInput

    def clean(self, value: Any) -> str:
        """The periods as text; what is wrong in a row stands beside its field."""
        if value.is_bound and not value.is_valid():
            raise ValidationError([_("Mend what is marked."), *value.non_form_errors()])
        if not value.is_bound or not value.text:
            raise ValidationError(_("Give at least one period, with its first and its last day."))
        return str(value.text)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the periods are others than those that were kept."""
        return not data.is_bound or not data.is_valid() or data.text != initial
