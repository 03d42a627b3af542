"""What a person is told by mail, per event, and when they are left in peace."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from crispy_forms.layout import Fieldset
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import How
from macd.forms.layout import Actions, form_helper
from macd.telling import Telling, label_of


class TimeInput(forms.TimeInput):
    """A time of day in the browser's own control."""

    input_type = "time"


class Always(forms.ChoiceField):
    """One of several, of which one is chosen at any time: nothing here is left out."""

    is_answered = True


class ChoicesForm(forms.Form):
    """One choice for each event that may be chosen, and quiet hours."""

    quiet_from = forms.TimeField(label=_("From"), required=False, widget=TimeInput(format="%H:%M"))
    quiet_until = forms.TimeField(
        label=pgettext_lazy("time of day", "Until"),
        required=False,
        widget=TimeInput(format="%H:%M"),
        help_text=_("What is important still comes. The rest comes together when these hours end."),
    )

    def __init__(
        self,
        *args: Any,
        tellings: Sequence[Telling],
        chosen: Mapping[str, str],
        quiet: tuple[time | None, time | None] = (None, None),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.events = {telling.event: f"how_{telling.event}" for telling in tellings}
        for event, name in self.events.items():
            self.fields[name] = Always(
                label=label_of(event),
                choices=How.choices,
                initial=chosen.get(event, How.AT_ONCE),
                required=False,
            )
        self.initial.update(quiet_from=quiet[0], quiet_until=quiet[1])
        actions = Actions(submit=_("Save"), testid="save-choices")
        self.helper = form_helper(
            self,
            actions=actions,
            fields=[
                Fieldset(_("Quiet hours"), "quiet_from", "quiet_until", css_class="quiet-hours"),
                Fieldset(_("Mails per event"), *self.events.values(), css_class="event-choices"),
            ],
        )

    def clean(self) -> dict[str, Any]:
        """Quiet hours have two ends, or none."""
        cleaned = super().clean() or {}
        ends = [cleaned.get("quiet_from"), cleaned.get("quiet_until")]
        if not self.errors and ends.count(None) == 1:
            missing = "quiet_from" if ends[0] is None else "quiet_until"
            self.add_error(missing, _("Give both ends of the quiet hours, or neither."))
        return cleaned

    @property
    def choices(self) -> dict[str, str]:
        """What was chosen, by event; what the form did not send stays as it was."""
        return {
            event: self.cleaned_data[name]
            for event, name in self.events.items()
            if self.cleaned_data[name]
        }
