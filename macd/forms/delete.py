"""Delete: which services stop, or all of an office that closes."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from macd import voice
from macd.forms.start import InstalledForm
from macd.vocabulary import Kind


class DeleteForm(InstalledForm):
    """Starts a Delete with services of one place, or with all of them (rule 52)."""

    kind = Kind.DELETE
    heading = gettext_lazy("Stopping a service")
    lead = gettext_lazy("Choose what stops. Everything else goes on as it is.")
    place_question = gettext_lazy("At which office are the services?")

    def offer(self) -> None:
        """An office can be closed: then everything there stops."""
        super().offer()
        if self.situation.office is not None:
            self.fields["closes"] = forms.BooleanField(label=voice.CLOSES, required=False)
            self.order_fields(["office", "closes", "services"])
            self.fields["services"].required = False
            # One of the two is asked, so neither is "optional".
            self.fields["services"].is_answered = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Some services, or the whole office."""
        chosen = self.cleaned_data.get("services") or self.cleaned_data.get("closes")
        if not chosen and "services" not in self.errors:
            self.add_error("services", _("Choose at least one service, or close the office."))
        return self.cleaned_data

    def facts(self) -> dict[str, Any]:
        """What was ticked; everything that is there where the office closes."""
        told = super().facts()
        if self.cleaned_data.get("closes"):
            told["periods"] = list(self.situation.periods)
        return told
