"""What a delivered line writes into the inventory, on its actual day."""

from datetime import date, datetime
from typing import Any

from accounts.standing import Standing
from macd.models import Document, Line
from macd.vocabulary import Action, Decision
from offices.models import Office, OfficeStatus
from offices.operations import activate_office
from services.inventory import Source, record_change
from services.models import Service, SourceKind
from services.operations import open_service


def fulfil(document: Document, line: Line, *, on: date, by: Standing | None, at: datetime) -> str:
    """Record the change; ``on`` is the first day with it (for a stop: the first day without).

    Returns the id of the service that the line started, or an empty text.
    """
    source = Source(SourceKind.LINE, document.number, max(document.version, 1), line.number)
    person_id = by.person_id if by else None
    if line.action == Action.NO_CHANGE:
        return ""
    service = line.service
    started = line.action == Action.ADD or service is None
    if started or service is None:
        service = _open_service(document, line)
    record_change(
        service=service,
        effective_on=on,
        change=_change(line),
        source=source,
        person_id=person_id,
        at=at,
    )
    if started and line.place_to is not None:
        _activate(line.place_to, at=at, person_id=person_id)
    return service.service_id if started else ""


def _change(line: Line) -> dict[str, Any]:
    if line.action == Action.DELETE:
        return {"cease": True}
    state = {
        "offering_version_id": line.offering_version_id,
        "quantity": line.quantity,
        "recurring_price": str((line.price_after or 0) / line.quantity),
    }
    if line.action == Action.ADD:
        office_id = line.place_to_id
        return {"install": {**state, "office_id": office_id, "configuration": line.desired}}
    dropped = {code: None for code in line.current if code not in line.desired}
    return {"set": {**state, "configuration": {**dropped, **line.desired}}}


def _open_service(document: Document, line: Line) -> Service:
    """A new service; one that moved keeps its agreement and first start (rule 29)."""
    return open_service(
        customer_id=document.customer_id,
        agreement_id=line.agreement_id,
        billing_account_id=line.billing_account_id,
        relocated_from=line.service if line.decision == Decision.MOVE else None,
    )


def _activate(office: Office, *, at: datetime, person_id: int | None) -> None:
    if office.status == OfficeStatus.PLANNED:
        activate_office(office=office, at=at, person_id=person_id)
