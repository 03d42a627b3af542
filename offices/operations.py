"""What is done to offices: opened as planned, activated, closed, discarded."""

from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from audit import trail
from offices.models import Office, OfficeStatus
from offices.zones import zones_of


class OfficeRefused(Exception):
    """The office is not in a state in which this can be done; the text says why."""


@transaction.atomic
def open_planned_office(
    *,
    customer_id: int,
    name: str,
    code: str,
    at: datetime,
    person_id: int | None = None,
    **details: str,
) -> Office:
    """Record a new office of a customer as planned (rule 39).

    ``details`` are the other fields of Office (street, number, postcode …). The telephone zone
    is filled in where the postcode has only one; else the account manager chooses.
    Raises IntegrityError when the code is taken or the postcode is not one of the country.
    """
    office = Office(customer_id=customer_id, name=name, code=code, **details)
    office.telephone_zone = office.telephone_zone or _only_zone(office)
    office.status = OfficeStatus.PLANNED
    office.save(force_insert=True)
    _tell("office.planned", office, at, person_id)
    return office


@transaction.atomic
def readdress_office(
    *, office: Office, at: datetime, person_id: int | None = None, **details: str
) -> bool:
    """Correct name and address of an office that is only planned; True when this changed it.

    The telephone zone is found anew where the postcode changes. Raises OfficeRefused when the
    office is no longer planned.
    """
    fresh = Office.objects.select_for_update().get(pk=office.pk)
    if fresh.status != OfficeStatus.PLANNED:
        raise OfficeRefused(_("%(office)s is not planned any more.") % {"office": fresh})
    changed = {name: value for name, value in details.items() if getattr(fresh, name) != value}
    if not changed:
        return False
    for name, value in changed.items():
        setattr(fresh, name, value)
    if {"postcode", "country"} & set(changed):
        fresh.telephone_zone = _only_zone(fresh)
    fresh.save()
    _tell("office.readdressed", fresh, at, person_id)
    return True


def _only_zone(office: Office) -> str:
    """The telephone zone of a Belgian postcode that has only one; else nobody knows it yet."""
    zones = zones_of(office.postcode) if office.country == "BE" else ()
    return zones[0] if len(zones) == 1 else ""


@transaction.atomic
def activate_office(*, office: Office, at: datetime, person_id: int | None = None) -> bool:
    """Make a planned office active, as its first service is; True when this changed it."""
    return _step(office, {OfficeStatus.PLANNED}, OfficeStatus.ACTIVE, at, person_id)


@transaction.atomic
def close_office(*, office: Office, at: datetime, person_id: int | None = None) -> bool:
    """Close an office whose last service has stopped (rules 35, 52, 60); True when changed.

    The caller has made sure that nothing is installed there any more.
    """
    return _step(
        office, {OfficeStatus.PLANNED, OfficeStatus.ACTIVE}, OfficeStatus.CLOSED, at, person_id
    )


@transaction.atomic
def move_within(*, office: Office, floor: str, at: datetime, person_id: int | None = None) -> bool:
    """Note that an office is on another floor or in another room; True when this changed it."""
    changed = Office.objects.filter(pk=office.pk).exclude(floor=floor[:40]).update(floor=floor[:40])
    office.floor = floor[:40]
    if changed:
        _tell("office.moved_within", office, at, person_id)
    return bool(changed)


@transaction.atomic
def discard_office(*, office: Office, at: datetime, person_id: int | None = None) -> None:
    """Let a planned office vanish with the document that asked for it (rule 39).

    A refused document still names it, so a row that is referred to is closed instead of deleted.
    Raises OfficeRefused when the office is no longer planned.
    """
    fresh = Office.objects.select_for_update().get(pk=office.pk)
    if fresh.status != OfficeStatus.PLANNED:
        raise OfficeRefused(_("%(office)s is not planned any more.") % {"office": fresh})
    try:
        with transaction.atomic():
            fresh.delete()
    except ProtectedError:
        _step(office, {OfficeStatus.PLANNED}, OfficeStatus.CLOSED, at, person_id)
    else:
        _tell("office.discarded", office, at, person_id)


def _step(
    office: Office, from_: set[OfficeStatus], to: OfficeStatus, at: datetime, person_id: int | None
) -> bool:
    changed = Office.objects.filter(pk=office.pk, status__in=from_).update(status=to)
    if changed:
        office.status = to
        _tell(f"office.{to.value}", office, at, person_id)
    return bool(changed)


def _tell(event: str, office: Office, at: datetime, person_id: int | None) -> None:
    trail.record(
        event=event,
        at=at,
        person_id=person_id,
        customer_id=office.customer_id,
        reference=str(office.public_id),
    )
