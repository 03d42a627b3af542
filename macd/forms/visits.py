"""Planning a visit, moving it, sending technicians, saying how it ended; another promised day."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from macd.fieldwork import Half, VisitOutcome, VisitPurpose, delay_choices
from macd.forms.layout import Actions, DayField, RadioField, form_helper
from macd.forms.steps import StepForm, WordsField

DESPITE = _("Only where something speaks against it: a holiday, or a door that is shut then.")
CHOOSE = [("", _("Choose"))]


def ids(values: Iterable[str]) -> list[int]:
    """Chosen ids as numbers."""
    return [int(value) for value in values]


class CrewFields(forms.Form):
    """Who goes there; both may be left open."""

    team = forms.TypedChoiceField(label=_("Team"), required=False, coerce=int, empty_value=None)
    technicians = forms.TypedMultipleChoiceField(
        label=_("Technicians"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )

    def offer(self, teams: Iterable[Any], people: Iterable[Any]) -> None:
        """Offer these teams and technicians."""
        self.fields["team"].choices = [  # type: ignore[attr-defined]
            ("", _("No team")),
            *((str(team.pk), team.name) for team in teams),
        ]
        self.fields["technicians"].choices = [  # type: ignore[attr-defined]
            (str(person.pk), person.name) for person in people
        ]


class SlotFields(forms.Form):
    """A half-day, and why it can be done although something speaks against it."""

    day = DayField(label=_("Day"))
    half = RadioField(label=_("Part of the day"), choices=Half.choices)
    despite = forms.CharField(
        label=_("Why it can be done all the same"),
        required=False,
        max_length=200,
        help_text=DESPITE,
    )


class VisitForm(SlotFields, CrewFields):
    """A new visit to one of the document's offices."""

    purpose = RadioField(label=_("What for?"))
    office = forms.TypedChoiceField(label=_("Where?"), coerce=int)
    line = forms.TypedChoiceField(
        label=_("For which item?"), required=False, coerce=int, empty_value=None
    )
    note = WordsField(
        label=_("For who goes there"),
        required=False,
        help_text=_("The customer does not read this."),
    )
    field_order = (
        "purpose",
        "office",
        "line",
        "day",
        "half",
        "team",
        "technicians",
        "note",
        "despite",
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        purposes: Iterable[VisitPurpose],
        offices: Iterable[Any],
        lines: Iterable[tuple[int, str]],
        cancel_url: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.fields["purpose"].choices = [  # type: ignore[attr-defined]
            (purpose.value, purpose.label) for purpose in purposes
        ]
        places = [(str(office.pk), f"{office.name}, {office.municipality}") for office in offices]
        # Among several nobody is sent to the first one by mistake.
        self.fields["office"].choices = (  # type: ignore[attr-defined]
            places if len(places) == 1 else [*CHOOSE, *places]
        )
        self.fields["line"].choices = [  # type: ignore[attr-defined]
            ("", _("All items at that office")),
            *((str(number), title) for number, title in lines),
        ]
        actions = Actions(submit=_("Plan the visit"), testid="plan-visit", cancel_url=cancel_url)
        self.helper = form_helper(self, actions=actions)
        # The page writes the form's tag, with its key.
        self.helper.form_tag = False
        self.helper.disable_csrf = True


class MoveForm(StepForm, SlotFields):
    """Another slot, with the reason that the customer reads."""

    reason = WordsField(label=_("Why? The customer reads this."))
    field_order = ("day", "half", "reason", "despite")


class CrewForm(StepForm, CrewFields):
    """Who goes there."""


class CancelForm(StepForm):
    """Nobody comes after all."""

    reason = WordsField(label=_("Why? The customer reads this."))


class CloseForm(StepForm):
    """How a visit ended; what kept it from being done starts somebody's clock."""

    outcome = RadioField(label=_("How did it end?"), choices=VisitOutcome.choices)
    code = forms.ChoiceField(
        label=_("What kept it from being done?"),
        required=False,
        help_text=_("What is not delivered goes on hold; who is named here has to act."),
    )
    note = WordsField(label=_("In your words; the customer reads this."), required=False)
    field_order = ("outcome", "code", "note")

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["code"].choices = [*CHOOSE, *delay_choices()]  # type: ignore[attr-defined]
        self.fields["note"].label = _("In your words; the customer reads this.")


class PromiseForm(forms.Form):
    """Another promised day for one item."""

    day = DayField(label=_("Promise it for"))
    reason = WordsField(label=_("Why? The customer reads this."))

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, cancel_url: str, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        actions = Actions(submit=_("Promise this day"), testid="promise-day", cancel_url=cancel_url)
        self.helper = form_helper(self, actions=actions)
        # The page writes the form's tag, with its key.
        self.helper.form_tag = False
        self.helper.disable_csrf = True
