"""What happens at the provider without a document: each with its cause, person and day."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.clock import day_of
from audit import trail
from services.configuration import characteristics_of, problem_with
from services.inventory import InventoryRefused, Source, record_change, state_on
from services.models import (
    Cause,
    DevicePlan,
    InventoryEntry,
    NumberStatus,
    Service,
    ServiceNumber,
    ServicePeriod,
    SourceKind,
)
from services.numbers import NumberRefused, advance_number
from services.suspending import causes_on, lift, suspend

SUSPENSIONS = (Cause.UNPAID, Cause.ASKED, Cause.FRAUD)
SERIAL = "serial"


class EventRefused(Exception):
    """The event does not fit what is installed; the text says why."""


@transaction.atomic
def suspend_service(
    *, service: Service, cause: str, on: date, person_id: int | None, at: datetime, note: str = ""
) -> InventoryEntry:
    """Suspend a service: unpaid, asked by the customer, or fraud. Raises EventRefused."""
    _refuse_unknown(cause)
    if cause in causes_on(service):
        raise EventRefused(_("It is suspended for that cause already."))
    return _written(
        lambda: suspend(
            service=service,
            source=_source(cause),
            on=on,
            person_id=person_id,
            at=at,
            reason=note,
        )
    )


@transaction.atomic
def resume_service(
    *, service: Service, cause: str, on: date, person_id: int | None, at: datetime, note: str = ""
) -> InventoryEntry:
    """Lift one cause; the service works again once no other is left. Raises EventRefused."""
    _refuse_unknown(cause)
    return _written(
        lambda: lift(
            service=service,
            source=_source(cause),
            on=on,
            person_id=person_id,
            at=at,
            reason=note,
        )
    )


@transaction.atomic
def swap_device(
    *, service: Service, serial: str, on: date, person_id: int | None, at: datetime, note: str = ""
) -> InventoryEntry:
    """Record that a device was replaced by one with another serial number. Raises EventRefused."""
    period = state_on(service, on)
    known = characteristics_of(period.offering_version) if period else {}
    if period is None or SERIAL not in known:
        raise EventRefused(_("This service has no device with a serial number on that day."))
    if message := problem_with(known[SERIAL], serial):
        raise EventRefused(message)
    if serial == period.configuration.get(SERIAL):
        raise EventRefused(_("That is the serial number it has now."))
    DevicePlan.objects.filter(service=service).update(serial=serial)
    return _record(
        service,
        {"set": {"configuration": {SERIAL: serial}}},
        cause=Cause.HARDWARE_SWAP,
        on=on,
        person_id=person_id,
        at=at,
        note=note,
    )


@transaction.atomic
def record_ported_out(
    *, number: ServiceNumber, on: date, person_id: int | None, at: datetime, note: str = ""
) -> InventoryEntry:
    """Record that another operator took a number over; the service itself goes on.

    Raises EventRefused for a number that is gone, or still being ported in.
    """
    try:
        if number.status == NumberStatus.ACTIVE:
            advance_number(number=number, to=NumberStatus.PORTING_OUT)
        advance_number(number=number, to=NumberStatus.PORTED_OUT)
    except NumberRefused as refused:
        raise EventRefused(str(refused)) from refused
    return _record(
        number.service,
        {"note": {"ported_out": number.e164, "numbers": number.range_size}},
        cause=Cause.PORTED_OUT,
        on=on,
        person_id=person_id,
        at=at,
        note=note,
    )


@transaction.atomic
def announce_port_out(
    *,
    number: ServiceNumber,
    operator: str,
    on: date,
    person_id: int | None,
    at: datetime,
    note: str = "",
) -> InventoryEntry:
    """Record that another operator asked for a number, which leaves on a day (rule 50).

    Raises EventRefused for a number that is not in use here.
    """
    try:
        advance_number(number=number, to=NumberStatus.PORTING_OUT)
    except NumberRefused as refused:
        raise EventRefused(str(refused)) from refused
    told = {"porting_out": number.e164, "numbers": number.range_size, "operator": operator}
    return _record(
        number.service,
        {"note": {**told, "leaves_on": on.isoformat()}},
        cause=Cause.PORTED_OUT,
        on=min(on, day_of(at)),
        person_id=person_id,
        at=at,
        note=note,
    )


def indexed(price: Decimal, percent: Decimal) -> Decimal:
    """A price per unit after indexation, half up to four decimals."""
    raised = price * (100 + percent) / 100
    return raised.quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)


@transaction.atomic
def index_service(
    *,
    service: Service,
    percent: Decimal,
    on: date,
    run: str,
    person_id: int | None,
    at: datetime,
) -> bool:
    """Index a service's own price from a day on, once per run; False where it was, or is gone.

    What is planned to change its price later keeps the price that was signed.
    """
    Service.objects.select_for_update(no_key=True).get(pk=service.pk)
    if service.entries.filter(source_number=run, cause=Cause.INDEXATION).exists():
        return False
    period = state_on(service, on)
    if period is None or not period.recurring_price:
        return False
    price = indexed(period.recurring_price, percent)
    if price == period.recurring_price:
        return False
    _record(
        service,
        {"set": {"recurring_price": str(price)}},
        cause=Cause.INDEXATION,
        on=on,
        person_id=person_id,
        at=at,
        note="",
        number=run,
    )
    return True


def to_index(*, customer_ids: Iterable[int] | None, on: date) -> list[int]:
    """Services (ids) that pay something on a day, of these customers or of all."""
    periods = ServicePeriod.objects.filter(valid__contains=on, recurring_price__gt=0)
    if customer_ids is not None:
        periods = periods.filter(customer__in=list(customer_ids))
    return [period.service_id for period in periods.order_by("service_id")]


def _source(cause: str, number: str = "") -> Source:
    return Source(SourceKind.PROVIDER_EVENT, number, cause=cause)


def _record(
    service: Service,
    change: dict[str, Any],
    *,
    cause: str,
    on: date,
    person_id: int | None,
    at: datetime,
    note: str,
    number: str = "",
) -> InventoryEntry:
    return _written(
        lambda: record_change(
            service=service,
            effective_on=on,
            change=change,
            source=_source(cause, number),
            person_id=person_id,
            at=at,
            reason=note,
        )
    )


def _written(write: Any) -> InventoryEntry:
    """What was recorded, also in the audit trail. Raises EventRefused."""
    try:
        entry: InventoryEntry = write()
    except InventoryRefused as refused:
        raise EventRefused(str(refused)) from refused
    trail.record(
        event=f"inventory.{entry.cause}",
        at=entry.recorded_at,
        person_id=entry.person_id,
        customer_id=entry.customer_id,
        reference=entry.service.service_id,
        facts={"on": entry.effective_on.isoformat()},
    )
    return entry


def _refuse_unknown(cause: str) -> None:
    if cause not in SUSPENSIONS:
        raise EventRefused(_("Choose why."))
