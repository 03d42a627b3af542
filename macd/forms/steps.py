"""What a step asks beside a click: a reason, who has the ball, a day, serial numbers."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.dates import date_format
from accounts.limits import IntegerField
from macd.fieldwork import delay_choices
from macd.forms.layout import DayField, Text, form_helper
from macd.kinds import Unfit, customers_parts
from macd.kinds.fields import fit_long_text, fit_text
from macd.kinds.porting import SAY_NUMBER_GIVEN, misses_number
from macd.models import Document, Line
from macd.vocabulary import Action, Demand, Happening, LineStep, Party, SectionName, Step
from macd.workflow import L, T

MOST_SERIALS = 50
LONGEST_SERIAL = 60

WHY = _("Why?")
FINDING = Happening.FINDING.value
NOTE_LABELS: dict[str, Text] = {
    Step.ASK: _("Your question to the customer"),
    Step.RETURN: _("What should the customer change?"),
    Step.ANSWER: _("Your answer"),
    LineStep.REPORT_DEFECT: _("What does not work?"),
    FINDING: _("What was found?"),
}
HOLDERS = [
    (party.value, party.label)
    for party in (
        Party.CUSTOMER,
        Party.ACCOUNT_MANAGER,
        Party.OPERATIONS,
        Party.CARRIER,
        Party.FINANCE,
    )
]


class WordsField(forms.CharField):
    """Text of several lines that can be shown and is not too long."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> str:
        """Check as the document's own fields are."""
        try:
            return fit_long_text(value or "")
        except Unfit as unfit:
            raise forms.ValidationError(str(unfit)) from None


class StepForm(forms.Form):
    """A step that asks nothing."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        step: str,
        name: str = "",
        but: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(data, auto_id=f"id_{name or step}_%s")
        self.step = step
        for field in but & self.fields.keys():
            del self.fields[field]
        if "note" in self.fields:
            self.fields["note"].label = str(NOTE_LABELS.get(step, WHY))
        self.helper = form_helper(self)
        self.helper.disable_csrf = True

    def ask_about(self, document: Document) -> None:
        """Offer what makes sense for this document."""

    def facts(self) -> dict[str, Any]:
        """What the step is given beside its note."""
        return {}

    def words(self) -> str:
        """The reason, question or answer; empty where the step asks none."""
        return str(self.cleaned_data.get("note", ""))


class ReasonForm(StepForm):
    """A step that says why."""

    note = WordsField()


class HoldForm(ReasonForm):
    """Putting a document on hold names who can end that."""

    ball = forms.ChoiceField(label=_("Who must do something?"), choices=HOLDERS)
    field_order = ["ball", "note"]

    def facts(self) -> dict[str, Any]:
        """The party that has the ball."""
        return {"ball": self.cleaned_data["ball"]}


class ReturnForm(ReasonForm):
    """Returning names the sections that the customer can fill in again."""

    sections = forms.MultipleChoiceField(
        label=_("Which parts?"),
        choices=SectionName.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose the parts that the customer is to look at again.")},
    )

    def ask_about(self, document: Document) -> None:
        """Only parts in which the customer has something to fill in."""
        parts = customers_parts(document)
        choices = [(name.value, name.label) for name in SectionName if name in parts]
        self.fields["sections"].choices = choices  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """The sections that were named."""
        return {"sections": self.cleaned_data["sections"]}


class DeliverForm(StepForm):
    """A delivery is a fact with a day; devices have serial numbers."""

    on = DayField(label=_("Delivered on"))
    quantity = IntegerField(
        label=_("How many?"),
        required=False,
        min_value=1,
        max_value=1_000_000,
        help_text=_("Fewer than are left: the rest stays on the work list."),
    )
    serials = forms.CharField(
        label=_("Serial numbers"),
        required=False,
        help_text=_("One on each line."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    circuit_id = forms.CharField(label=_("Circuit id"), required=False, max_length=60)
    numbers = forms.CharField(
        label=_("Telephone numbers given with it"),
        required=False,
        help_text=_("One on each line."),
        widget=forms.Textarea(attrs={"rows": 2, "inputmode": "tel"}),
    )

    def clean_serials(self) -> list[str]:
        """Each line that is not empty is one serial number; of one device there is one."""
        return list(dict.fromkeys(_each_line(self.cleaned_data["serials"])))

    def clean_numbers(self) -> list[str]:
        """Each line that is not empty is one telephone number; what it is says the operation."""
        return _each_line(self.cleaned_data["numbers"])

    def clean_circuit_id(self) -> str:
        """Text that can be shown."""
        return (_each_line(self.cleaned_data["circuit_id"]) or [""])[0]

    def facts(self) -> dict[str, Any]:
        """The actual day, and what was installed."""
        return {
            name: self.cleaned_data[name]
            for name in ("on", "quantity", "serials", "circuit_id", "numbers")
            if self.cleaned_data.get(name) is not None
        }


def _each_line(text: str) -> list[str]:
    """Lines that are not empty, as the document's own texts are checked."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_SERIALS:
        raise forms.ValidationError(
            _("Give at most %(most)s serial numbers."), params={"most": MOST_SERIALS}
        )
    try:
        return [fit_text(line, longest=LONGEST_SERIAL) for line in lines]
    except Unfit as unfit:
        raise forms.ValidationError(str(unfit)) from None


class HoldLineForm(ReasonForm):
    """A held item says what keeps it, which names who has to act, and until when."""

    code = forms.ChoiceField(
        label=_("What keeps it?"), help_text=_("Who is named here has to act; the clock is theirs.")
    )
    until = DayField(label=_("Look at it again on"), required=False)
    field_order = ["code", "note", "until"]

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["code"].choices = delay_choices()  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """The code and the day."""
        return {"code": self.cleaned_data["code"], "until": self.cleaned_data["until"]}


STEP_FORMS: dict[str, type[StepForm]] = {Step.HOLD: HoldForm, Step.RETURN: ReturnForm}
LINE_FORMS: dict[str, type[StepForm]] = {
    LineStep.DELIVER: DeliverForm,
    LineStep.HOLD: HoldLineForm,
}


def form_for(
    row: T, data: Mapping[str, Any] | None = None, *, document: Document | None = None
) -> StepForm:
    """The form that a step of the documents' table asks, of a document where one is given."""
    usual = ReasonForm if Demand.REASON in row.demand else StepForm
    form = STEP_FORMS.get(row.step, usual)(data, step=row.step)
    if document is not None:
        form.ask_about(document)
    return form


def line_form_for(row: L, line: Line, data: Mapping[str, Any] | None = None) -> StepForm:
    """The form that a step of the lines' table asks, named after its line, as lists show many."""
    usual = ReasonForm if Demand.REASON in row.demand else StepForm
    form = LINE_FORMS.get(row.step, usual)
    made = form(data, step=row.step, name=f"line_{line.pk}_{row.step}", but=_unasked(line))
    if "numbers" in made.fields and misses_number(line):
        made.fields["numbers"].required = True
        made.fields["numbers"].error_messages["required"] = SAY_NUMBER_GIVEN
    if "on" in made.fields and line.action == Action.DELETE:
        _ask_when_it_stopped(made.fields["on"], line)
    return made


def _ask_when_it_stopped(field: forms.Field, line: Line) -> None:
    """Of a stop the day is the first one without, and that was agreed too (rule 49)."""
    field.label = _("First day without service")
    if line.committed_on:
        text = _("%(day)s was agreed. An earlier day ends the service, and what it costs, earlier.")
        field.help_text = text % {"day": date_format(line.committed_on, "DATE_FORMAT")}


def _unasked(line: Line) -> frozenset[str]:
    """What makes no sense for a line: only what is new gets numbers, what stops gets nothing."""
    whole = frozenset() if line.has_parts else frozenset({"quantity"})
    if line.action == Action.DELETE:
        return whole | {"numbers", "circuit_id"}
    new = line.action == Action.ADD and not line.decision
    return whole if new else whole | {"numbers"}
