"""What every operation leaves behind in its own transaction: history, audit, notices."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from accounts.standing import Standing
from audit import trail
from macd import notices, policy
from macd.models import Appointment, Document, DocumentEvent
from macd.vocabulary import Actor, Happening

VISIT_TOLD = frozenset({Actor.REQUESTER, Actor.ACCOUNT_MANAGER})


def record_event(
    *,
    document: Document,
    step: str,
    at: datetime,
    by: Standing | None,
    actor: Actor,
    tell: frozenset[Actor] = frozenset(),
    from_status: str = "",
    to_status: str = "",
    line_number: int | None = None,
    note: str = "",
    facts: dict[str, Any] | None = None,
    also: Iterable[int] = (),
) -> DocumentEvent:
    """Write what happened to the document's history and the audit trail, and owe word of it."""
    event = DocumentEvent.objects.create(
        customer_id=document.customer_id,
        document=document,
        step=step,
        line_number=line_number,
        from_status=from_status,
        to_status=to_status,
        by_id=by.person_id if by else None,
        actor=actor,
        at=at,
        version=document.version,
        content_hash=document.content_hash,
        note=note,
        facts=facts or {},
    )
    trail.record(
        event=f"document.{step}",
        at=at,
        person_id=event.by_id,
        customer_id=document.customer_id,
        reference=document.number,
        facts={
            "event": event.pk,
            "from": from_status,
            "to": to_status,
            "line": line_number,
            "version": document.version,
            "content_hash": document.content_hash,
        },
    )
    notices.owe_word(event=event, document=document, tell=tell, also=also)
    return event


def record_visit(
    document: Document,
    visit: Appointment,
    happening: Happening,
    *,
    by: Standing | None,
    at: datetime,
    note: str = "",
    facts: dict[str, Any] | None = None,
    tell: frozenset[Actor] = VISIT_TOLD,
) -> None:
    """Write what happened to a visit to its document's history, and tell whom it concerns."""
    record_event(
        document=document,
        step=happening,
        at=at,
        by=by,
        actor=policy.visits_as(by, document),
        tell=tell,
        line_number=visit.line.number if visit.line else None,
        note=note,
        facts={
            "visit": visit.pk,
            "purpose": visit.purpose,
            "day": visit.day.isoformat(),
            "half": visit.half,
            "office": f"{visit.office.name}, {visit.office.address}",
            **(facts or {}),
        },
    )
