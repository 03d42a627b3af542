"""What a delivered line writes into the inventory, on its actual day."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.standing import Standing
from macd.conflicts import touched
from macd.models import Document, Line
from macd.operations.versions import installed_now
from macd.refusals import StepDenied
from macd.vocabulary import Action, Decision
from offices.models import Office, OfficeStatus
from offices.operations import activate_office
from services.inventory import InventoryRefused, Source, record_change
from services.models import NumberStatus, Service, ServiceNumber, ServicePeriod, SourceKind
from services.models.inventory import ServiceStatus
from services.models.number import GONE
from services.numbers import NumberRefused, advance_number, transfer_number
from services.operations import open_service
from services.selfservice import retire_sims

SUSPENDED = ServiceStatus.SUSPENDED


def fulfil(document: Document, line: Line, *, on: date, by: Standing | None, at: datetime) -> str:
    """Record the change; ``on`` is the first day with it (for a stop: the first day without).

    Returns the id of the service that the line started, or an empty text. Raises StepDenied where
    what is installed is no longer what was signed (rule 7). A suspended service moves suspended
    (decisions.md 32).
    """
    person_id = by.person_id if by else None
    if line.action == Action.NO_CHANGE:
        return ""
    period = installed_now(document, on=on).get(line.service_id or 0)
    if moved_on(line, period):
        raise StepDenied(
            _("What is installed has changed since this was signed: %(services)s.")
            % {"services": line.service}
        )
    service = line.service
    started = line.action == Action.ADD or service is None
    if started or service is None:
        service = _open_service(document, line)
    source = Source(SourceKind.LINE, document.number, max(document.version, 1), line.number)
    changes = [_change(line)]
    if line.action == Action.ADD and period is not None and period.status == SUSPENDED:
        changes.append({"suspend": True})
    try:
        for change in changes:
            record_change(
                service=service,
                effective_on=on,
                change=change,
                source=source,
                person_id=person_id,
                at=at,
            )
        _settle(document, line, service)
    except (InventoryRefused, NumberRefused) as refused:
        raise StepDenied(str(refused)) from refused
    if started and line.place_to is not None:
        _activate(line.place_to, at=at, person_id=person_id)
    return service.service_id if started else ""


def moved_on(line: Line, period: ServicePeriod | None) -> bool:
    """Whether a service is gone, elsewhere, or not what the line changes it from.

    What the line leaves alone may have changed meanwhile: two changes that touch different things
    stand beside each other (rule 5).
    """
    if line.service_id is None:
        return False
    if period is None or period.office_id != line.place_from_id:
        return True
    if line.action != Action.MODIFY:
        return False
    values = {
        **period.configuration,
        "offering": period.offering_version_id,
        "quantity": period.quantity,
    }
    frozen = {
        **line.current,
        "offering": line.current_offering_version_id,
        "quantity": line.quantity_before,
    }
    return any(values.get(code) != frozen.get(code) for code in touched(line))


def _change(line: Line) -> dict[str, Any]:
    if line.action == Action.DELETE:
        return {"cease": True}
    price = str((line.price_after or Decimal(0)) / line.quantity)
    if line.action == Action.ADD:
        return {
            "install": {
                "offering_version_id": line.offering_version_id,
                "quantity": line.quantity,
                "recurring_price": price,
                "office_id": line.place_to_id,
                "configuration": line.desired,
            }
        }
    return {"set": _what_changes(line, price)}


def _what_changes(line: Line, price: str) -> dict[str, Any]:
    """Only what the line touches, so that what another line changed meanwhile stays."""
    changed = set(touched(line))
    own: dict[str, dict[str, Any]] = {
        "offering": {"offering_version_id": line.offering_version_id},
        "quantity": {"quantity": line.quantity},
    }
    values = {key: value for code in changed & own.keys() for key, value in own[code].items()}
    if "offering" in changed:
        values["recurring_price"] = price
    settings = {code: line.desired.get(code) for code in changed - own.keys()}
    return {**values, "configuration": settings} if settings else values


def _settle(document: Document, line: Line, service: Service) -> None:
    """What goes with a service: its numbers, and the SIMs of one that stops (decisions.md 33)."""
    settle_numbers(document, line, service)
    if line.action == Action.DELETE:
        retire_sims(service)


def settle_numbers(document: Document, line: Line, service: Service) -> None:
    """What was decided about the numbers: kept ones go along, the others leave with the stop.

    A number whose zone allows it moves to the new service (rule 30); one that is ported out is
    under way until the other operator confirms (rule 50).
    """
    decided = _decided_numbers(document, line)
    if not decided:
        return
    wanted = {
        Action.ADD: {"keep": NumberStatus.ACTIVE},
        Action.DELETE: {
            "release": NumberStatus.RELEASED,
            "port_out": NumberStatus.PORTING_OUT,
        },
    }.get(Action(line.action), {})
    rows = ServiceNumber.objects.filter(service=line.service_id, e164__in=decided).exclude(
        status__in=GONE
    )
    for number in rows:
        if decided[number.e164] not in wanted:
            continue
        if line.action == Action.ADD:
            transfer_number(number=number, to=service)
        else:
            advance_number(number=number, to=wanted[decided[number.e164]])


def _decided_numbers(document: Document, line: Line) -> dict[str, str]:
    """The decisions stand on the stop, or for a moved service on its start."""
    found: dict[str, str] = {}
    for each in document.lines.all():
        if each.service_id == line.service_id and line.service_id is not None:
            found.update(each.number_actions)
    return found


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
