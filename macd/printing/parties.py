"""Who agrees, under which agreements, and how long the offer stands."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.dates import date_format
from macd import voice
from macd.content import agreements_of
from macd.labels import labelled
from macd.models import Document
from services.agreements import last_day
from services.parameters import parameter

Content = dict[str, Any]


def provider(content: Content) -> dict[str, Any]:
    """The provider: its name and number as agreed, and where it is reached."""
    return {
        "name": content["provider"]["name"],
        "address_lines": [line for line in settings.PROVIDER_ADDRESS.split(", ") if line],
        "vat": content["provider"]["vat"],
        "email": settings.PROVIDER_EMAIL,
        "phone": settings.PROVIDER_PHONE,
    }


def customer(document: Document, content: Content) -> dict[str, Any]:
    """The company as agreed, and who asked."""
    told = content["customer"]
    return {
        "legal_name": told["legal_name"],
        "enterprise_number": told["enterprise_number"],
        "address_lines": [line for line in told["address"].split(", ") if line],
        "contact": document.requester.name,
    }


def reference(content: Content) -> str:
    """What the customer calls it: order number and reference."""
    return " · ".join(each for each in (content["po_number"], content["reference"]) if each)


def account_manager(document: Document) -> dict[str, str]:
    """Whom the customer calls."""
    manager = document.account_manager
    if manager is None:
        return {"name": "", "email": "", "phone": ""}
    return {"name": manager.name, "email": manager.email, "phone": manager.phone}


def agreements(content: Content) -> list[dict[str, Any]]:
    """The agreements that are touched, each with the last day of its current term."""
    return [
        {"number": told["number"], "end_on": last_day_before(told["end"])}
        for told in content["agreements"]
    ]


def last_day_before(end: str | None) -> str | None:
    """Ends are stored half-open and shown as the last day with service (decisions.md 28)."""
    return (date.fromisoformat(end) - timedelta(days=1)).isoformat() if end else None


def term_sentence(document: Document, *, on: date) -> str:
    """The promise of rule 1 in words: no document moves an agreement's end."""
    ends = [(agreement, last_day(agreement, on)) for agreement in agreements_of(document)]
    known = [labelled(agreement.number, shown_day(end)) for agreement, end in ends if end]
    if not known:
        return _("This document does not change the end of any agreement.")
    return str(voice.TERM_STAYS) % {"ends": ", ".join(known)}


def shown_day(day: date | None) -> str:
    """A day in the language that is active."""
    return date_format(day, "DATE_FORMAT") if day else ""


def day_in_words(iso: str | None) -> str:
    """A day of a content in the language that is active; nothing for none."""
    return shown_day(date.fromisoformat(iso)) if iso else ""


def offer_valid_until(document: Document, *, at: datetime) -> date:
    """The last day on which the price that is shown may be signed (rule 24).

    Counted from the approval; ``at`` where it is being approved now.
    """
    approved_on = day_of(document.approved_at or at)
    return approved_on + timedelta(days=int(parameter("price_validity_days", on=approved_on)))


def verification_url(code: str) -> str:
    """Where anybody checks the file."""
    path = reverse("verify_code", args=[code]) if code else reverse("verify")
    return settings.PUBLIC_URL.rstrip("/") + path
