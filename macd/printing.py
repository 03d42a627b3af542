"""What a PDF of a version is made of: plain data in the document's language (domain.md §7)."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.clock import day_of
from audit.chain import Head
from macd.addendum import addendum_of
from macd.content import agreements_of, money, ordered_lines, totals
from macd.kinds import rules_for, value_of
from macd.models import Document, DocumentVersion, Line
from macd.queries import INTERNAL_EVENTS
from macd.vocabulary import Action, Audience, Decision, Purpose, Step
from macd.wording import line_title, rows_of
from services.agreements import last_day


def render_input(
    document: Document,
    version: DocumentVersion,
    *,
    at: datetime,
    purpose: Purpose,
    code: str,
    head: Head | None,
) -> dict[str, Any]:
    """Everything the PDF shows, frozen; the same row always gives the same bytes."""
    with translation.override(document.language):
        return {
            "schema": 1,
            "language": document.language,
            "number": document.number,
            "version": version.number,
            "kind": document.kind,
            "kind_name": str(document.get_kind_display()),
            "content_hash": version.content_hash,
            "verification_code": code,
            "verification_url": _verification_url(code),
            "generated_at": _instant(at),
            "provider": _provider(),
            "customer": _customer(document),
            "customer_reference": document.po_number or document.reference,
            "account_manager": _person(document),
            "agreements": _agreements(document, day_of(at)),
            "term_sentence": term_sentence(document, on=day_of(at)),
            "addendum": addendum_of(document),
            "offices": _offices(document),
            "overview": _overview(document),
            "conditions": _conditions(document),
            "comments": _comments(document),
            "approvals": _approvals(document, version),
            "signatures": _signatures(document, version),
            "evidence": _evidence(document, version),
            "audit": {"position": head.position, "head": head.hash} if head else None,
            "preview": purpose == Purpose.PREVIEW,
        }


def term_sentence(document: Document, *, on: date) -> str:
    """The promise of rule 1 in words: no document moves an agreement's end."""
    ends = [(agreement, last_day(agreement, on)) for agreement in agreements_of(document)]
    known = [f"{agreement.number}: {shown_day(end)}" for agreement, end in ends if end]
    if not known:
        return _("This document does not change the end of any agreement.")
    return _("The end of your agreement stays as it is (%(ends)s).") % {"ends": ", ".join(known)}


def shown_day(day: date | None) -> str:
    """A day in the language that is active."""
    return date_format(day, "j F Y") if day else ""


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _verification_url(code: str) -> str:
    path = reverse("verify_code", args=[code]) if code else reverse("verify")
    return settings.PUBLIC_URL.rstrip("/") + path


def _provider() -> dict[str, Any]:
    return {
        "name": settings.PROVIDER_NAME,
        "address_lines": [line for line in settings.PROVIDER_ADDRESS.split(", ") if line],
        "vat": settings.PROVIDER_VAT,
        "email": settings.PROVIDER_EMAIL,
        "phone": settings.PROVIDER_PHONE,
    }


def _customer(document: Document) -> dict[str, Any]:
    customer = document.customer
    return {
        "legal_name": customer.legal_name,
        "enterprise_number": customer.enterprise_number,
        "address_lines": [line for line in customer.address_line.split(", ") if line],
        "contact": document.requester.name,
    }


def _person(document: Document) -> dict[str, str]:
    manager = document.account_manager
    if manager is None:
        return {"name": "", "email": "", "phone": ""}
    return {"name": manager.name, "email": manager.email, "phone": manager.phone}


def _agreements(document: Document, on: date) -> list[dict[str, Any]]:
    return [
        {"number": agreement.number, "end_on": _iso(last_day(agreement, on))}
        for agreement in agreements_of(document)
    ]


def _offices(document: Document) -> list[dict[str, Any]]:
    """One detail part per office: the new one of a move carries what starts there."""
    parts: dict[int | None, dict[str, Any]] = {}
    for line in ordered_lines(document):
        place = line.place_to if line.decision == Decision.MOVE else None
        place = place or line.place_to or line.place_from or document.office
        if line.decision == Decision.MOVE:
            place = line.place_to or document.to_office
        part = parts.setdefault(
            place.pk if place else None,
            {
                "title": place.name if place else _("Not tied to an office"),
                "from": None,
                "to": list(place.address_lines) if place else None,
                "contacts": _contacts(document),
                "lines": [],
            },
        )
        if line.decision and line.place_from and place and line.place_from.pk != place.pk:
            part["from"] = list(line.place_from.address_lines)
        part["lines"].append(_line(line, document))
    return list(parts.values())


def _contacts(document: Document) -> list[dict[str, str]]:
    sites: dict[str, Any] = next(
        (section.data for section in document.sections.all() if section.name == "sites"), {}
    )
    pairs = (
        (_("On site"), sites.get("contact_name"), sites.get("contact_mobile")),
        (_("At the old place"), sites.get("old_contact_name"), sites.get("old_contact_mobile")),
    )
    return [
        {"role": role, "name": str(name), "phone": str(phone or "")}
        for role, name, phone in pairs
        if name
    ]


def _line(line: Line, document: Document) -> dict[str, Any]:
    return {
        "number": line.number,
        "service_id": line.service.service_id if line.service else "",
        "name": line_title(line),
        "action": line.action,
        "action_name": str(line.get_action_display()),
        "differences": [
            {"label": row.label, "before": row.before, "after": row.after} for row in rows_of(line)
        ],
        "quantity_before": line.quantity_before,
        "quantity_after": 0 if line.action == Action.DELETE else line.quantity,
        "dates": _dates(line, document),
        "price_before": money(line.price_before),
        "price_after": money(line.price_after),
        "price_once": money(line.price_once),
        "note": str(line.get_decision_display()) if line.decision else "",
    }


def _dates(line: Line, document: Document) -> list[dict[str, str | None]]:
    days = (
        (_("Wanted from"), line.requested_on or document.requested_on),
        (_("Promised for"), line.committed_on or document.committed_on),
        (_("Until"), line.until_on),
    )
    return [{"label": label, "value": _iso(day)} for label, day in days if day]


def _overview(document: Document) -> dict[str, Any]:
    return {
        "rows": [
            {
                "line": line.number,
                "name": f"{line_title(line)} · {line.get_action_display()}",
                "before": money(line.price_before),
                "after": money(line.price_after),
                "once": money(line.price_once),
            }
            for line in ordered_lines(document)
        ],
        **totals(document),
        "currency": "EUR",
    }


def _conditions(document: Document) -> list[str]:
    rules = rules_for(document.kind)
    field = rules.field("prices.conditions")
    text = value_of(document, field) if field else None
    return [part for part in str(text or "").split("\n") if part.strip()]


def _comments(document: Document) -> list[dict[str, str]]:
    """Only what both sides may read (rule 15)."""
    shared = document.comments.filter(audience=Audience.SHARED).select_related("by")
    return [{"by": c.by.name, "at": _instant(c.at), "text": c.text} for c in shared]


def _approvals(document: Document, version: DocumentVersion) -> list[dict[str, str]]:
    words = document.approvals.filter(version=version, voided_at=None).select_related("by")
    return [
        {
            "name": word.by.name,
            "role": _("Second approver") if word.second else _("Account manager"),
            "at": _instant(word.at),
            "content_hash": word.content_hash,
        }
        for word in words
    ]


def _signatures(document: Document, version: DocumentVersion) -> list[dict[str, str]]:
    words = document.signatures.filter(version=version, voided_at=None).select_related("by")
    return [
        {
            "name": word.by.name,
            "role": _("Signatory"),
            "at": _instant(word.at),
            "consent": word.consent,
            "content_hash": word.content_hash,
            "initials": _initials(word.by.name.split()),
            "method": _("Signed in and confirmed with the password"),
        }
        for word in words
    ]


def _initials(names: Iterable[str]) -> str:
    return "".join(name[0] for name in names if name).upper()


def _evidence(document: Document, version: DocumentVersion) -> list[dict[str, str]]:
    """Each step in the order it was taken, with who took it.

    The event of the signature that owes this file is written after it, so signatures are listed
    by themselves.
    """
    events = (
        document.events.filter(line_number=None)
        .exclude(step__in=INTERNAL_EVENTS | {Step.SIGN})
        .select_related("by")
    )
    taken = [
        (event.at, str(event.step_label), event.by.name if event.by else settings.PROVIDER_NAME)
        for event in events
    ]
    words = document.signatures.filter(version=version, voided_at=None).select_related("by")
    taken += [(word.at, str(Step.SIGN.label), word.by.name) for word in words]
    # A stable sort: what happened at the same instant stays in the order it was written.
    ordered = sorted(taken, key=lambda step: step[0])
    return [{"at": _instant(at), "what": what, "who": who} for at, what, who in ordered]
