"""Naming who signs in one's place, and for how long."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from macd.forms.layout import Actions, DayField, form_helper


class SubstituteForm(forms.Form):
    """A colleague, the first day and the last."""

    first = DayField(label=_("First day"))
    last = DayField(label=_("Last day"))

    def __init__(
        self, colleagues: Sequence[Membership], data: Any = None, *, on: date, prefix: str = ""
    ) -> None:
        super().__init__(data, initial={"first": on}, prefix=prefix or None)
        self.fields["substitute"] = forms.TypedChoiceField(
            label=_("Who signs in your place"),
            coerce=int,
            choices=[("", "—"), *((each.pk, each.person.name) for each in colleagues)],
        )
        self.order_fields(["substitute", "first", "last"])
        self.helper = form_helper(
            self, actions=Actions(submit=_("Name the substitute"), testid="name-substitute")
        )
