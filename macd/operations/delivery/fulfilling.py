"""What a delivered line writes into the inventory, on its actual day."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.standing import Standing
from macd.conflicts import touched
from macd.kinds import Problem
from macd.kinds.checklist import NEW_FLOOR
from macd.kinds.extensions import given_in, why_undeliverable
from macd.kinds.move import section_value
from macd.models import Document, Line
from macd.operations.filling.versions import installed_now
from macd.operations.steps.numbering import settle_numbers
from macd.refusals import StepDenied, Unsound
from macd.vocabulary import Action, Decision
from offices.models import Office, OfficeStatus
from offices.operations import activate_office, move_within
from services.inventory import InventoryRefused, Source, record_change
from services.licences import lock_licences
from services.models import Service, ServiceNumber, ServicePeriod, SourceKind
from services.models.inventory import ServiceStatus
from services.numbers import NumberRefused, relocate_number
from services.operations import open_service
from services.selfservice import retire_sims

SUSPENDED = ServiceStatus.SUSPENDED


def fulfil(
    document: Document,
    line: Line,
    *,
    on: date,
    by: Standing | None,
    at: datetime,
    quantity: int | None = None,
) -> str:
    """Record the change; ``on`` is the first day with it (for a stop: the first day without).

    ``quantity`` is how many of a new service are there then, where that is not all.
    Returns the id of the service that the line started, or an empty text. Raises StepDenied where
    what is installed is no longer what was signed (rule 7), Unsound where somebody else got its
    extension meanwhile. A suspended service moves suspended
    (decisions.md 32).
    """
    person_id = by.person_id if by else None
    if line.action == Action.NO_CHANGE:
        return ""
    if line.action == Action.MODIFY and line.decision == Decision.MOVE:
        return _shift(document, line, at=at, person_id=person_id)
    _refuse_extension(document, line, on=on)
    period = installed_now(document, on=on).get(line.service_id or 0)
    if moved_on(line, period):
        raise StepDenied(
            _("What is installed has changed since this was signed: %(services)s.")
            % {"services": line.service}
        )
    started = line.action == Action.ADD or line.service is None
    service = _open_service(document, line) if started else line.service
    if service is None:
        return ""
    source = _source(document, line)
    suspended = started and period is not None and period.status == SUSPENDED
    try:
        for change in (_change(line, quantity), *([{"suspend": True}] if suspended else [])):
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
    if not started:
        return ""
    _activate(line.place_to, at=at, person_id=person_id)
    return service.service_id


def _shift(document: Document, line: Line, *, at: datetime, person_id: int | None) -> str:
    """Within one building the office is on another floor from now on; nothing else changes."""
    floor = section_value(document, NEW_FLOOR)
    if line.place_to is not None and floor:
        move_within(office=line.place_to, floor=str(floor), at=at, person_id=person_id)
        for number in ServiceNumber.objects.filter(service=line.service_id, office=line.place_to):
            relocate_number(number=number, to_office=line.place_to)
    return ""


def _refuse_extension(document: Document, line: Line, *, on: date) -> None:
    """Since it was signed another user of the company may have got the extension of an item."""
    licence = line.offering_version.offering.licensed_by
    if licence is None or not given_in(line):
        return
    lock_licences(customer_id=document.customer_id, offering=licence, on=on)
    if message := why_undeliverable(document, line, on=on):
        raise Unsound(message, problems=[Problem(f"line.{line.number}.on", message)])


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


def set_quantity(
    document: Document,
    line: Line,
    *,
    quantity: int,
    on: date,
    by: Standing | None,
    at: datetime,
) -> None:
    """Of a new service that is delivered in parts more are there from a day on."""
    try:
        record_change(
            service=Service.objects.get(service_id=line.new_service_id),
            effective_on=on,
            change={"set": {"quantity": quantity}},
            source=_source(document, line),
            person_id=by.person_id if by else None,
            at=at,
        )
    except InventoryRefused as refused:
        raise StepDenied(str(refused)) from refused


def _source(document: Document, line: Line) -> Source:
    return Source(SourceKind.LINE, document.number, max(document.version, 1), line.number)


def _change(line: Line, quantity: int | None = None) -> dict[str, Any]:
    if line.action == Action.DELETE:
        return {"cease": True}
    price = str((line.price_after or Decimal(0)) / line.quantity)
    if line.action == Action.ADD:
        return {
            "install": {
                "offering_version_id": line.offering_version_id,
                "quantity": quantity or line.quantity,
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
    if "offering" in changed or line.monthly_more:
        values["recurring_price"] = price
    settings = {code: line.desired.get(code) for code in changed - own.keys()}
    return {**values, "configuration": settings} if settings else values


def _settle(document: Document, line: Line, service: Service) -> None:
    """What goes with a service: its numbers, and the SIMs of one that stops (decisions.md 33)."""
    settle_numbers(document, line, service)
    if line.action == Action.DELETE:
        retire_sims(service)


def _open_service(document: Document, line: Line) -> Service:
    """A new service; one that moved keeps its agreement and first start (rule 29)."""
    return open_service(
        customer_id=document.customer_id,
        agreement_id=line.agreement_id,
        billing_account_id=line.billing_account_id,
        relocated_from=line.service if line.decision == Decision.MOVE else None,
    )


def _activate(office: Office | None, *, at: datetime, person_id: int | None) -> None:
    if office is not None and office.status == OfficeStatus.PLANNED:
        activate_office(office=office, at=at, person_id=person_id)
