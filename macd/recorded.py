"""What the events of the audit trail are called, and what they are about, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Customer
from macd.labels import labelled
from macd.telling import NEWS, label_of
from offices.models import Office, OfficeStatus
from outbox.models import Webhook
from services.models import (
    ActionStatus,
    CancellationCase,
    CaseStatus,
    Cause,
    Correction,
    CorrectionStatus,
)

Words = Mapping[str, Any]

# What became of a request; news that speaks to the one it reaches is told of that one here.
DOCUMENT: Words = {
    **NEWS,
    "ask_colleague": _("A colleague is asked to agree"),
    "remind_agree": _("A colleague is reminded to agree"),
    "remind_answer": _("The customer is reminded of a question"),
    "start_review": _("A request is started for a customer"),
    "sealed": _("A file is sealed"),
}
# Events that say by themselves what they are about.
ALONE: Words = {
    "absence.recorded": _("Absence recorded"),
    "absence.taken_back": _("Absence taken back"),
    "customer.handed_over": _("Customer given to another account manager"),
    "deputy.named": _("Deputy named"),
    "deputy.ended": _("Deputy no longer"),
    "import.uploaded": _("Inventory uploaded"),
    "import.accepted": _("Rows of an import accepted"),
    "outbox.retry": _("Messages sent again"),
    "outbox.drop": _("Message dropped"),
    "signing.substitute_named": _("Substitute for signing named"),
    "signing.substitute_ended": _("Substitute for signing no longer"),
    "webhook.add": _("Webhook added"),
    "webhook.change": _("Webhook changed"),
    "webhook.remove": _("Webhook removed"),
    "webhook.secret": _("Webhook given a new secret"),
    "webhook.test": _("Webhook tried"),
    "webhook.redeliver": _("Webhook message sent again"),
}
# Events that are told as what became of something: the thing, and each code's word.
ABOUT: Mapping[str, tuple[Any, Words]] = {
    "case": (
        CancellationCase._meta.verbose_name,
        {
            **dict(CaseStatus.choices),
            "agreement_ended": _("Agreement ended"),
            "call_back_asked": _("Call asked for"),
            "called_back": _("Called back"),
        },
    ),
    "company": (
        Customer._meta.verbose_name,
        {
            "rule_set": _("Company rule set"),
            "rule_ended": _("Company rule ended"),
            "invited": _("Colleague invited"),
            "invited_again": _("Invitation sent again"),
            "invitation_withdrawn": _("Invitation withdrawn"),
            "invitation_declined": _("Invitation declined"),
            "joined": _("Invitation accepted"),
            "changed": _("Rights of a colleague changed"),
            "ended": _("Colleague taken out"),
        },
    ),
    "correction": (Correction._meta.verbose_name, dict(CorrectionStatus.choices)),
    "inventory": (_("inventory"), dict(Cause.choices)),
    "office": (
        Office._meta.verbose_name,
        {
            **dict(OfficeStatus.choices),
            "moved_within": _("Other floor or room"),
            "discarded": _("Discarded"),
            "readdressed": _("Address corrected"),
        },
    ),
    "self_service": (
        _("Self-service"),
        {**dict(ActionStatus.choices), "home": _("Number given another office")},
    ),
}


def news_in_words(event: str) -> str:
    """What happened to a request, to who looks on; news itself speaks to the one it reaches."""
    return str(DOCUMENT[event]) if event in DOCUMENT else label_of(event)


def event_in_words(event: str) -> str:
    """What an event is called in the language of the page; a code that nobody records any more as
    it stands."""
    subject, _dot, code = event.partition(".")
    if subject == "document" and code in DOCUMENT:
        return str(DOCUMENT[code])
    if event in ALONE:
        return str(ALONE[event])
    about, words = ABOUT.get(subject, ("", {}))
    if code in words:
        named = str(about)
        return labelled(named[:1].upper() + named[1:], words[code])
    return event


@dataclass(frozen=True, slots=True)
class Subject:
    """What a reference of the audit trail or the ledger stands for: its name, and its page."""

    name: str
    url: str = ""


def subjects_of(references: Iterable[str]) -> dict[str, Subject]:
    """What the references stand for that people would not know by themselves.

    A request or a service has its number in the trail already; a correction, a cancellation case,
    an office, a customer and a webhook have not.
    """
    wanted = set(references)
    found = _webhooks(wanted)
    ids = {one for one in wanted if _is_uuid(one)}
    keys = {one: one.removeprefix("customer/") for one in wanted if one.startswith("customer/")}
    for key, name in Customer.objects.filter(pk__in=keys.values()).values_list("pk", "legal_name"):
        found[f"customer/{key}"] = Subject(name)
    if not ids:
        return found
    corrections = Correction.objects.filter(public_id__in=ids)
    for public_id, service in corrections.values_list("public_id", "service__service_id"):
        found[str(public_id)] = Subject(service, reverse("service", args=[service]))
    for office in Office.objects.filter(public_id__in=ids):
        url = reverse("office", args=[office.public_id])
        found[str(office.public_id)] = Subject(str(office), url)
    cases = CancellationCase.objects.filter(public_id__in=ids)
    for public_id, name in cases.values_list("public_id", "customer__legal_name"):
        found[str(public_id)] = Subject(name)
    customers = Customer.objects.filter(public_id__in=ids)
    for public_id, name in customers.values_list("public_id", "legal_name"):
        found[str(public_id)] = Subject(name)
    return found


def _webhooks(references: Iterable[str]) -> dict[str, Subject]:
    """Webhooks that are still there, by the reference that their events have."""
    mark = "webhook/"
    keys = [one.removeprefix(mark) for one in references if one.startswith(mark)]
    if not keys:
        return {}
    rows = Webhook.objects.filter(pk__in=[key for key in keys if key.isdecimal()])
    return {
        f"{mark}{key}": Subject(name, reverse("webhook", args=[key]))
        for key, name in rows.values_list("pk", "name")
    }


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
