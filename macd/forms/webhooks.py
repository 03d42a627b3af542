"""An address outside that is told of events, and of which."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.names import seen_name
from macd.forms.layout import Actions, form_helper
from macd.recorded import news_in_words
from macd.telling import Way, tellings


class WebhookForm(forms.Form):
    """Name, address and events; no event ticked means all of them."""

    name = forms.CharField(label=_("Name"), max_length=80)
    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        help_text=_("Begins with https:// and leads to a machine on the internet."),
    )
    events = forms.MultipleChoiceField(
        label=_("Events"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick none to be told of all."),
    )

    def __init__(self, *args: Any, submit: Any, active: bool | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [telling.event for telling in tellings() if Way.WEBHOOK in telling.ways]
        events = self.fields["events"]
        assert isinstance(events, forms.MultipleChoiceField)  # noqa: S101  declared above
        events.choices = [(event, news_in_words(event)) for event in offered]
        if active is not None:
            self.fields["active"] = forms.BooleanField(
                label=_("Is told of events"), required=False, initial=active
            )
        self.helper = form_helper(self, actions=Actions(submit=submit, testid="save-webhook"))

    def clean_name(self) -> str:
        """A name that is seen: it is what leads to the webhook's page."""
        return seen_name(self.cleaned_data["name"])
