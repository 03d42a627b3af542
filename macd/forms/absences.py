"""Recording that a technician is away."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from macd.forms.layout import Actions, DayField, form_helper


class AbsenceForm(forms.Form):
    """Who, the first day and the last."""

    person = forms.TypedChoiceField(label=_("Who is away?"), coerce=int)
    first = DayField(label=_("First day"))
    last = DayField(label=_("Last day"))

    def __init__(
        self, people: Iterable[Person], data: Mapping[str, Any] | None = None, *, on: date
    ) -> None:
        super().__init__(data, initial={"first": on})
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose")),
            *((str(person.pk), person.name) for person in people),
        ]
        actions = Actions(submit=_("Record the absence"), testid="record-absence")
        self.helper = form_helper(self, actions=actions)
        # The page writes the form's tag, with its key.
        self.helper.form_tag = False
        self.helper.disable_csrf = True
