"""What is chosen on an account manager's desk: the filter, many documents, words, days."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.limits import DecimalField
from accounts.names import seen_name
from macd.forms.layout import Actions, DayField, form_helper
from macd.forms.steps import WordsField
from macd.kinds import Unfit
from macd.kinds.fields import fit_text
from macd.models import ReplyTemplate
from macd.operations import Task
from macd.operations.desk.keeping import snooze_problem
from macd.vocabulary import Kind, Party, Step
from services.texts import LANGUAGES

BALLS = (
    Party.ACCOUNT_MANAGER,
    Party.CUSTOMER,
    Party.SECOND_APPROVER,
    Party.OPERATIONS,
    Party.CARRIER,
    Party.FINANCE,
)
SORTS: dict[str, Any] = {
    "due": _("Next to run out"),
    "waiting": _("Waiting longest"),
    "newest": _("Newest first"),
    "worth": _("Largest change in value"),
}
COLUMNS: dict[str, Any] = {
    "what": _("What changes"),
    "party": _("Who has the ball"),
    "value": _("Change per month"),
    "due": _("Until when"),
}
ANY = ("", _("Any"))
SNOOZE = "snooze"
BULK_STEPS: dict[str, Any] = {
    Step.TAKE_UP.value: Step.TAKE_UP.label,
    Step.APPROVE.value: Step.APPROVE.label,
    Step.CONFIRM.value: Step.CONFIRM.label,
    Step.ASK.value: Step.ASK.label,
    Step.RETURN.value: Step.RETURN.label,
    SNOOZE: _("Snooze"),
}
ASKED_OF_MANY: dict[str, tuple[str, ...]] = {
    Step.ASK.value: ("note", "reply"),
    Step.RETURN.value: ("note", "reply"),
    SNOOZE: ("until",),
}


class FilterForm(forms.Form):
    """The filter, the order and the columns of a list; sent as its address."""

    kind = forms.MultipleChoiceField(
        label=_("What is asked"), choices=Kind.choices, widget=forms.CheckboxSelectMultiple
    )
    ball = forms.ChoiceField(
        label=_("Who has the ball"), choices=[ANY, *((ball.value, ball.label) for ball in BALLS)]
    )
    manager = forms.ChoiceField(label=_("Account manager"))
    worth = DecimalField(
        label=_("Changes at least, a month"), help_text=_("In euro, excl. VAT."), min_value=0
    )
    sort = forms.ChoiceField(label=_("Order"), choices=list(SORTS.items()))
    show = forms.MultipleChoiceField(
        label=_("Columns"), choices=list(COLUMNS.items()), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, view: Any, *, managers: Sequence[tuple[int, str]] = ()) -> None:
        """Show what a view says; whose portfolio is asked only where there are several."""
        super().__init__(
            initial={
                "kind": view.kinds,
                "ball": view.ball,
                "manager": view.manager or "",
                "worth": view.worth,
                "sort": view.sort,
                "show": sorted(view.columns),
            },
            auto_id="filter_%s",
        )
        for field in self.fields.values():
            field.required = False
        if managers:
            self.fields["manager"] = forms.ChoiceField(
                label=_("Account manager"), choices=[ANY, *managers], required=False
            )
        else:
            del self.fields["manager"]
        for field in self.fields.values():
            # A filter always stands somewhere: nothing in it is left out.
            field.is_answered = True  # type: ignore[attr-defined]
        self.helper = form_helper(self)
        self.helper.disable_csrf = True


def one_line(value: str, *, longest: int = 60) -> str:
    """A name that can be shown. Raises ValidationError."""
    try:
        return fit_text(value, longest=longest)
    except Unfit as unfit:
        raise forms.ValidationError(str(unfit)) from None


class ViewForm(forms.Form):
    """The name under which a view is kept, and whether colleagues see it."""

    name = forms.CharField(label=_("Name of the view"), max_length=60)
    shared = forms.BooleanField(label=_("Show it to all account managers"), required=False)

    def clean_name(self) -> str:
        """A name that is seen."""
        return seen_name(one_line(self.cleaned_data["name"]))


class BulkForm(forms.Form):
    """What one step on many documents asks beside the documents."""

    note = WordsField(label=_("Your words"), required=False)
    reply = forms.ChoiceField(
        label=_("Ready words"),
        required=False,
        help_text=_("Each customer reads them in their own language."),
    )
    until = DayField(label=_("Bring them back on"))

    def __init__(
        self, data: Any = None, *, what: str, replies: Sequence[ReplyTemplate], on: date
    ) -> None:
        super().__init__(data, initial={"until": on + timedelta(days=7)})
        self.what, self.on = what, on
        choices = [("", _("None")), *((str(reply.pk), reply.name) for reply in replies)]
        self.fields["reply"] = forms.ChoiceField(
            label=self.fields["reply"].label,
            help_text=self.fields["reply"].help_text,
            required=False,
            choices=choices,
        )
        for name in {"note", "reply", "until"} - set(ASKED_OF_MANY.get(what, ())):
            del self.fields[name]
        self.helper = form_helper(self)

    @property
    def needed(self) -> bool:
        """Whether anything is asked at all."""
        return bool(self.fields)

    def clean(self) -> dict[str, Any]:
        """A step that says why needs words: one's own, or ready ones."""
        given = super().clean() or {}
        asks = "note" in self.fields and not self.errors
        if asks and not (given.get("note") or given.get("reply")):
            self.add_error("note", _("Write a few words, or choose ready ones."))
        return given

    def clean_until(self) -> date:
        """A day until which a request can be snoozed."""
        until: date = self.cleaned_data["until"]
        if message := snooze_problem(until, on=self.on):
            raise forms.ValidationError(message)
        return until

    def task(self, replies: Sequence[ReplyTemplate]) -> Task:
        """What is to be done to each."""
        given = self.cleaned_data if self.is_bound else {}
        chosen = next((each for each in replies if str(each.pk) == given.get("reply")), None)
        return Task(
            step=self.what, note=given.get("note", ""), reply=chosen, until=given.get("until")
        )

    def given(self) -> list[tuple[str, str]]:
        """What was asked and answered, to be sent along with the confirmation."""
        values = self.cleaned_data if self.is_bound else {}
        return [(name, str(value)) for name, value in values.items() if value]


class ReplyForm(forms.Form):
    """Ready words in the four languages of the customers."""

    name = forms.CharField(label=_("Name"), max_length=60, help_text=_("Only you read it."))
    text_nl = WordsField(label=_("In Dutch"))
    text_fr = WordsField(label=_("In French"))
    text_en = WordsField(label=_("In English"))
    text_de = WordsField(label=_("In German"))

    def __init__(self, data: Any = None, *, reply: ReplyTemplate | None = None) -> None:
        initial = {}
        if reply is not None:
            initial = {"name": reply.name, **{f"text_{c}": reply.texts[c] for c in LANGUAGES}}
        super().__init__(data, initial=initial)
        self.helper = form_helper(
            self, actions=Actions(submit=_("Keep these words"), testid="keep-reply")
        )

    def clean_name(self) -> str:
        """A name that is seen."""
        return seen_name(one_line(self.cleaned_data["name"]))

    def texts(self) -> dict[str, str]:
        """The words by language."""
        return {code: self.cleaned_data[f"text_{code}"] for code in LANGUAGES}


class DeputyForm(forms.Form):
    """Who looks after whose customers, from which day to which."""

    first = DayField(label=_("First day"))
    last = DayField(label=_("Last day"))

    def __init__(
        self,
        data: Any = None,
        *,
        owners: Sequence[tuple[int, str]],
        deputies: Sequence[tuple[int, str]],
        on: date,
    ) -> None:
        super().__init__(data, initial={"first": on})
        if len(owners) > 1:
            self.fields["owner"] = _person(_("Whose customers"), owners)
        self.fields["deputy"] = _person(_("Who looks after them"), deputies)
        self.order_fields(["owner", "deputy", "first", "last"])
        self.helper = form_helper(
            self, actions=Actions(submit=_("Name the deputy"), testid="name-deputy")
        )


class HandOverForm(forms.Form):
    """Which customers go to whom, and why."""

    customers = forms.MultipleChoiceField(
        label=_("Which customers"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one customer.")},
    )
    reason = forms.CharField(
        label=_("Why?"),
        max_length=500,
        help_text=_("Colleagues read it in the history of the requests; customers do not."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        customers: Sequence[tuple[str, str]],
        people: Sequence[tuple[int, str]],
    ) -> None:
        super().__init__(data)
        self.fields["customers"].choices = customers  # type: ignore[attr-defined]
        self.fields["to"] = _person(_("Who looks after them from now on"), people)
        self.order_fields(["customers", "to", "reason"])
        self.helper = form_helper(self)

    def clean_reason(self) -> str:
        """Text that can be shown."""
        return one_line(self.cleaned_data["reason"], longest=500)


def _person(label: Any, people: Sequence[tuple[int, str]]) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, coerce=int, choices=[("", _("Choose")), *people])
