"""Suspending a service for a cause, and lifting that cause: it works again once none is left."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from services.inventory import InventoryRefused, Source, record_change
from services.models import InventoryEntry, Service


def causes_on(service: Service) -> set[str]:
    """The causes for which a service is suspended as things are recorded; '' for none given."""
    return _standing(service.entries.order_by("effective_on", "seq"))


def _standing(entries: Iterable[InventoryEntry]) -> set[str]:
    rows = list(entries)
    voided = {entry.voids_id for entry in rows}
    causes: set[str] = set()
    for entry in rows:
        if entry.pk in voided:
            continue
        if "suspend" in entry.change:
            causes.add(entry.cause)
        elif "resume" in entry.change or "lifted" in (entry.change.get("note") or {}):
            causes.discard(entry.cause)
        elif "cease" in entry.change:
            causes.clear()
    return causes


@transaction.atomic
def suspend(
    *,
    service: Service,
    source: Source,
    on: date,
    person_id: int | None,
    at: datetime,
    reason: str = "",
) -> InventoryEntry:
    """Suspend a service for the source's cause. Raises InventoryRefused."""
    return record_change(
        service=service,
        effective_on=on,
        change={"suspend": True},
        source=source,
        person_id=person_id,
        at=at,
        reason=reason,
    )


@transaction.atomic
def lift(
    *,
    service: Service,
    source: Source,
    on: date,
    person_id: int | None,
    at: datetime,
    reason: str = "",
) -> InventoryEntry:
    """Lift the source's cause; the service resumes only when no other cause suspends it.

    Raises InventoryRefused where that cause does not suspend it.
    """
    Service.objects.select_for_update(no_key=True).get(pk=service.pk)
    causes = causes_on(service)
    if source.cause not in causes:
        raise InventoryRefused(_("It is not suspended for that cause."))
    others = causes - {source.cause}
    return record_change(
        service=service,
        effective_on=on,
        change={"note": {"lifted": source.cause}} if others else {"resume": True},
        source=source,
        person_id=person_id,
        at=at,
        reason=reason,
    )
