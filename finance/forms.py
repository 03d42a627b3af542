"""What leaving asks: giving notice, recording one, and each thing that is done in a case."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.clock import BRUSSELS
from accounts.limits import DecimalField
from finance.models import LineDecision, NumberDecision
from macd.forms.layout import Actions, DayField, RadioField, form_helper
from macd.forms.steps import WordsField
from macd.kinds import Unfit
from macd.kinds.fields import fit_text
from macd.labels import labelled
from services.models import Channel, EndMode


class NoticeForm(forms.Form):
    """A reason is optional; that it is meant is not."""

    reason = WordsField(label=_("Reason"), required=False, help_text=_("You need not give one."))
    sure = forms.BooleanField(
        label=_("I give notice for all services of this company, and I am entitled to do so."),
        error_messages={"required": _("Confirm that you give notice.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(self)
        self.helper.disable_csrf = True


class NameField(forms.CharField):
    """A line of text that can be shown."""

    def to_python(self, value: Any) -> str:
        """Check as the document's own fields are."""
        try:
            return fit_text(value or "", longest=150)
        except Unfit as unfit:
            raise forms.ValidationError(str(unfit)) from None


class RecordForm(forms.Form):
    """A notice that came by mail or letter: its receipt counts, not the day it is recorded."""

    channel = RadioField(
        label=_("How did it come in?"),
        choices=[(each.value, each.label) for each in (Channel.LETTER, Channel.MAIL)],
    )
    received_on = DayField(label=_("Received on"), help_text=_("This day counts for every end."))
    given_by = NameField(label=_("Who gave notice?"), max_length=150)
    reason = WordsField(label=_("Reason"), required=False)
    scan = forms.FileField(
        label=_("Scan of the letter, or the mail"),
        required=False,
        help_text=_("A PDF or a photo, at most 10 MB."),
    )

    def __init__(self, *args: Any, on: date, cancel_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        actions = Actions(submit=_("Record the notice"), testid="submit", cancel_url=cancel_url)
        self.helper = form_helper(self, actions=actions)
        self.helper.attrs["enctype"] = "multipart/form-data"

    def clean_received_on(self) -> date:
        """What was received lies not ahead."""
        day: date = self.cleaned_data["received_on"]
        if day > self.on:
            raise forms.ValidationError(_("The receipt cannot lie in the future."))
        return day

    def received_at(self, at: datetime) -> datetime:
        """The receipt as an instant: now for today, noon of an earlier day."""
        day: date = self.cleaned_data["received_on"]
        if day == self.on:
            return at
        return datetime.combine(day, time(12), BRUSSELS)


class ActionForm(forms.Form):
    """Something that is done in a case; several of them stand on one page."""

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"id_{name}_%s"
        super().__init__(*args, **kwargs)
        self.helper = form_helper(self)
        self.helper.disable_csrf = True


class NoteForm(ActionForm):
    """Words that are needed."""

    note = WordsField(label=_("What should be known?"))


class ReasonForm(ActionForm):
    """A reason that is needed."""

    note = WordsField(label=_("Why?"))


class OptionalReasonForm(ActionForm):
    """A reason that may be given."""

    note = WordsField(label=_("Reason"), required=False)


class ConfirmForm(ActionForm):
    """Nothing but the confirmation; ``row`` names the agreement."""

    row = forms.IntegerField(widget=forms.HiddenInput, required=False)


class CalledForm(ActionForm):
    """That a call was made; ``call`` is the wish."""

    call = forms.UUIDField(widget=forms.HiddenInput)
    outcome = WordsField(label=_("What came of it?"))


class ChangeForm(ActionForm):
    """When the customer was told of a change of price or conditions."""

    notified_on = DayField(
        label=_("Notified on"), help_text=_("Indexation is no such change: do not record it.")
    )
    note = WordsField(label=_("What was changed?"))


class ExceptionForm(ActionForm):
    """Which request is let through, and why."""

    reference = NameField(label=_("Number of the request"), max_length=32)
    note = WordsField(label=_("Why?"))


class EndForm(ActionForm):
    """How an agreement ends; a fixed date is asked as the last day with service."""

    row = forms.IntegerField(widget=forms.HiddenInput)
    mode = RadioField(label=_("End"), choices=EndMode.choices)
    last_on = DayField(
        label=_("Last day with service"),
        required=False,
        help_text=_("Only for a fixed date."),
    )
    note = WordsField(label=_("Why?"))

    def show_days(self, days: dict[str, str]) -> None:
        """Beside each way of ending, the last day with service that it leads to."""
        self.fields["mode"].choices = [  # type: ignore[attr-defined]
            (
                each.value,
                labelled(each.label, days[each.value]) if each.value in days else each.label,
            )
            for each in EndMode
        ]

    def clean(self) -> dict[str, Any]:
        """A fixed date has its day."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("mode") == EndMode.FIXED and not data.get("last_on"):
            self.add_error("last_on", _("Give the last day with service."))
        return data


class ClosingForm(ActionForm):
    """The last day of a customer that has no running agreement."""

    last_on = DayField(label=_("Last day with service"))


class ItemForm(ActionForm):
    """What becomes of an open item."""

    line = forms.IntegerField(widget=forms.HiddenInput)
    decision = RadioField(label=_("What becomes of it?"), choices=LineDecision.choices)
    cost = DecimalField(
        label=_("What was done already, excl. VAT"),
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
    )
    note = WordsField(label=_("Why?"))


class NumberForm(ActionForm):
    """What becomes of a number."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    decision = RadioField(label=_("What becomes of it?"), choices=NumberDecision.choices)
