"""What a delivered line writes into the inventory, on its actual day."""

from datetime import date, datetime
from typing import Any

from django.db import connection

from accounts.standing import Standing
from macd.models import Document, Line
from macd.vocabulary import Action, Decision
from offices.models import Office, OfficeStatus
from offices.operations import activate_office
from services.inventory import Source, record_change
from services.models import Service, SourceKind


def fulfil(
    document: Document, line: Line, *, on: date, by: Standing | None, at: datetime
) -> str:
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
        service = _open_service(document, line, on=on)
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


def _open_service(document: Document, line: Line, *, on: date) -> Service:
    """A new service; one that moved remembers where it came from and keeps its first start."""
    moved = line.service if line.decision == Decision.MOVE else None
    return Service.objects.create(
        customer_id=document.customer_id,
        service_id=next_service_id(),
        agreement=line.agreement,
        billing_account=line.billing_account,
        first_started_on=moved.first_started_on if moved else on,
        cost_centre=moved.cost_centre if moved else "",
        relocated_from=moved,
    )


def next_service_id() -> str:
    """The next id as it will stand on the invoice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('macd_service_id')")
        row = cursor.fetchone()
    return f"S{row[0]:08d}"


def _activate(office: Office, *, at: datetime, person_id: int | None) -> None:
    if office.status == OfficeStatus.PLANNED:
        activate_office(office=office, at=at, person_id=person_id)
