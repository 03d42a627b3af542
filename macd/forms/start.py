"""What every kind asks to begin with: where, and, where staff start it, for whom and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Customer, Person
from macd import voice
from macd.forms.layout import DayField, RadioField
from macd.vocabulary import Channel, Kind
from offices.models import Office
from services.models import OfferingVersion, ServicePeriod

Words = str | Promise
NEW, NOWHERE = "new", "none"
ORIGIN = ("requester", "asked_by", "asked_channel", "received_on")


@dataclass(frozen=True)
class Situation:
    """What there is to choose from when a request is started."""

    customer: Customer
    on: date
    place: str = ""
    offices: Sequence[Office] = ()
    periods: Sequence[ServicePeriod] = ()
    offerings: Sequence[OfferingVersion] = ()
    requesters: Sequence[Person] = ()
    as_staff: bool = False
    taken: Mapping[int, str] = field(default_factory=dict)

    @property
    def office(self) -> Office | None:
        """The office that was chosen already, if it is one of the customer's."""
        return next((each for each in self.offices if str(each.public_id) == self.place), None)


class StartForm(forms.Form):
    """Fields common to all kinds; ``facts`` and ``address`` are what a draft is opened with."""

    kind: ClassVar[Kind]
    heading: Words
    lead: ClassVar[Words] = ""
    place_question: ClassVar[Words] = gettext_lazy("Which office is it about?")
    items_heading: ClassVar[Words] = gettext_lazy("Services")
    # How the services of a draft of this kind are chosen later: by template of this name.
    items: ClassVar[str] = "installed"
    # Besides an office: a place that is new, or none at all.
    takes_new: ClassVar[bool] = False
    takes_none: ClassVar[bool] = True
    needs_services_there: ClassVar[bool] = True
    new_office_as: ClassVar[str] = ""

    office = forms.ChoiceField(
        label=gettext_lazy("Office"),
        error_messages={
            "required": voice.ONE_OFFICE,
            "invalid_choice": voice.ONE_OFFICE,
        },
    )

    def __init__(self, situation: Situation, data: Mapping[str, Any] | None = None) -> None:
        self.situation = situation
        initial = {"office": situation.place}
        super().__init__(data, initial=initial)
        self._offer_places()
        self.offer()
        if situation.as_staff:
            self._ask_origin()

    def _offer_places(self) -> None:
        places = [(str(each.public_id), str(each)) for each in self.situation.offices]
        if self.takes_new:
            places.append((NEW, _("A new office")))
        if self.takes_none:
            places.append((NOWHERE, _("Not tied to an office")))
        known = self.situation.place in dict(places)
        self.fields["office"].choices = places  # type: ignore[attr-defined]
        if known:
            self.fields["office"].widget = forms.HiddenInput()

    def offer(self) -> None:
        """Add the kind's own fields."""

    def _ask_origin(self) -> None:
        people = [(str(person.pk), person.name) for person in self.situation.requesters]
        self.fields["requester"] = forms.ChoiceField(
            label=_("For whom at the customer?"),
            choices=people,
            help_text=_("They can complete the request with you, and answer your questions."),
        )
        self.fields["asked_by"] = forms.CharField(label=_("Who asked?"), max_length=200)
        self.fields["asked_channel"] = RadioField(label=_("How?"), choices=Channel.choices)
        self.fields["received_on"] = DayField(label=_("Received on"), initial=self.situation.on)

    def clean_received_on(self) -> date:
        """What was received was received by now."""
        received: date = self.cleaned_data["received_on"]
        if received > self.situation.on:
            raise forms.ValidationError(_("This day is in the future. Give the day of receipt."))
        return received

    def origin(self) -> dict[str, Any]:
        """For whom it is, and who asked, how and when where staff start it."""
        if not self.situation.as_staff:
            return {}
        wanted = self.cleaned_data["requester"]
        person = next(each for each in self.situation.requesters if str(each.pk) == wanted)
        facts = {name: self.cleaned_data[name] for name in ORIGIN if name != "requester"}
        return {**facts, "requester_id": person.pk}

    def hide_origin(self, given: Mapping[str, Any]) -> None:
        """What staff said on the page before is not asked again; it goes along."""
        if self.situation.as_staff and all(given.get(name) for name in ORIGIN):
            for name in ORIGIN:
                self.initial[name] = given[name]
                self.fields[name].widget = forms.HiddenInput()

    def facts(self) -> dict[str, Any]:
        """What ``open_draft`` is given beside customer and origin; call after ``is_valid``."""
        return {"office": self.situation.office}

    def answers(self) -> dict[str, Any]:
        """What is filled in of the draft at once, by path."""
        return {}

    def address(self) -> dict[str, str]:
        """The address of an office to be opened first; empty where none is."""
        return {}


def service_choices(situation: Situation) -> list[tuple[str, str]]:
    """Installed services to tick, each with its id and what is open on it."""
    return [(period.service.service_id, _label(period, situation)) for period in situation.periods]


def _label(period: ServicePeriod, situation: Situation) -> str:
    label = f"{period.offering_version.name} · {period.service.service_id}"
    other = situation.taken.get(period.service_id)
    return (
        _("%(service)s (%(other)s is open on it)")
        % {
            "service": label,
            "other": other,
        }
        if other
        else label
    )


class InstalledForm(StartForm):
    """A request about services that are installed at one place."""

    services = forms.MultipleChoiceField(
        label=gettext_lazy("Which services?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Choose at least one service."),
            "invalid_choice": gettext_lazy("Choose services of this office."),
        },
    )

    def offer(self) -> None:
        """The services of the place that was chosen."""
        self.fields["services"].choices = service_choices(self.situation)  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """The office and what is installed of the services that were ticked."""
        wanted = set(self.cleaned_data["services"])
        periods = [p for p in self.situation.periods if p.service.service_id in wanted]
        return {**super().facts(), "periods": periods}
