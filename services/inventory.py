"""The effective-dated inventory: entries are appended, periods are what they fold into."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from offices.models import Office
from services.fold import Fact, ImpossibleHistory, Period, fold_facts
from services.models import InventoryEntry, OfferingVersion, Service, ServicePeriod, SourceKind
from services.models.inventory import CHANGES, PROVIDER_CAUSES

__all__ = [
    "ImpossibleHistory",
    "InventoryRefused",
    "Source",
    "changes_of",
    "fold",
    "rebuild",
    "record_change",
    "services_on",
    "state_on",
]


class InventoryRefused(Exception):
    """A change that the inventory cannot take; the text says what is wrong with it."""


@dataclass(frozen=True)
class Source:
    """What wrote an entry: a document's line (number, version, line) or one of the four others.

    An event at the provider has its ``cause``; a block of a SIM too.
    """

    kind: str
    number: str = ""
    version: int | None = None
    line: int | None = None
    cause: str = ""


def fold(entries: list[InventoryEntry]) -> list[Period]:
    """The periods that these entries of one service amount to. Pure; raises ImpossibleHistory."""
    return fold_facts([Fact(e.pk, e.seq, e.effective_on, e.change, e.voids_id) for e in entries])


@transaction.atomic
def record_change(
    *,
    service: Service,
    effective_on: date,
    change: dict[str, Any],
    source: Source,
    person_id: int | None,
    at: datetime,
    reason: str = "",
    voids: InventoryEntry | None = None,
) -> InventoryEntry:
    """Append one change to a service and fold its history anew, under the service row's lock.

    ``change`` has one key: install (whole state), set (what differs; in ``configuration`` the
    characteristics that differ, None to drop one), cease, suspend, resume, or note (words that
    leave the service as it is). ``effective_on`` is the first day with the new state; for cease
    the first day without. A correction needs a
    ``reason`` and names in ``voids`` the entry it takes the place of, if any.
    Raises InventoryRefused, and then nothing was written.
    """
    Service.objects.select_for_update(no_key=True).get(pk=service.pk)
    _refuse_malformed(service, change, source, reason, voids)
    entries = list(service.entries.order_by("seq"))
    entry = InventoryEntry(
        customer_id=service.customer_id,
        service=service,
        seq=entries[-1].seq + 1 if entries else 1,
        effective_on=effective_on,
        recorded_at=at,
        source_kind=source.kind,
        source_number=source.number,
        source_version=source.version,
        source_line=source.line,
        cause=source.cause,
        person_id=person_id,
        reason=reason,
        change=change,
        voids=voids,
    )
    entry.save(force_insert=True)
    try:
        periods = fold([*entries, entry])
    except ImpossibleHistory as impossible:
        raise InventoryRefused(str(impossible)) from impossible
    _write(service, periods)
    _note_first_start(service, periods)
    return entry


def state_on(service: Service, on: date) -> ServicePeriod | None:
    """What the service is that day; None when it is not installed."""
    return (
        service.periods.filter(valid__contains=on)
        .select_related("offering_version__offering", "office", "entry")
        .first()
    )


def services_on(
    *, customer_id: int, on: date, office: Office | None = None
) -> QuerySet[ServicePeriod]:
    """What is installed at a customer that day, or at one of its offices, by service id."""
    periods = ServicePeriod.objects.filter(customer_id=customer_id, valid__contains=on)
    if office is not None:
        periods = periods.filter(office=office)
    return periods.select_related(
        "service", "service__agreement", "offering_version__offering", "office"
    ).order_by("service__service_id")


def changes_of(service: Service) -> QuerySet[InventoryEntry]:
    """The service's entries, the newest effective day first."""
    return service.entries.select_related("person").order_by("-effective_on", "-seq")


def rebuild(*, check: bool) -> list[str]:
    """Replay the entries of every service; say which periods differ, and unless ``check`` mend."""
    problems = []
    for service in Service.objects.order_by("pk").iterator(chunk_size=500):
        with transaction.atomic():
            Service.objects.select_for_update(no_key=True).get(pk=service.pk)
            problems += _rebuild_one(service, check=check)
    return problems


def _rebuild_one(service: Service, *, check: bool) -> list[str]:
    try:
        periods = fold(list(service.entries.all()))
    except ImpossibleHistory as impossible:
        return [f"{service.service_id}: {impossible}"]
    stored = {_of(period) for period in service.periods.all()}
    expected = set(map(_hashable, periods))
    if stored == expected:
        return []
    if not check:
        _write(service, periods)
    wrong, missing = len(stored - expected), len(expected - stored)
    return [f"{service.service_id}: {wrong} periods that do not follow, {missing} missing"]


def _write(service: Service, periods: list[Period]) -> None:
    """Make the stored periods those; rows that stay the same are left alone."""
    wanted = {_hashable(period): period for period in periods}
    stale = [row.pk for row in service.periods.all() if wanted.pop(_of(row), None) is None]
    ServicePeriod.objects.filter(pk__in=stale).delete()
    ServicePeriod.objects.bulk_create(
        ServicePeriod(
            customer_id=service.customer_id,
            service=service,
            valid=(period.starts_on, period.ends_on),
            entry_id=period.entry_id,
            **period.state.as_fields(),
        )
        for period in wanted.values()
    )


def _of(row: ServicePeriod) -> tuple[object, ...]:
    """What a stored period says, comparable with ``_hashable`` of a folded one."""
    return (
        row.valid.lower,
        row.valid.upper,
        row.entry_id,
        row.offering_version_id,
        row.office_id,
        _flat(row.configuration),
        row.quantity,
        row.recurring_price,
        row.status,
    )


def _hashable(period: Period) -> tuple[object, ...]:
    state = period.state
    return (
        period.starts_on,
        period.ends_on,
        period.entry_id,
        state.offering_version_id,
        state.office_id,
        _flat(state.configuration),
        state.quantity,
        state.recurring_price,
        state.status,
    )


def _flat(configuration: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((code, repr(value)) for code, value in configuration.items()))


def _note_first_start(service: Service, periods: list[Period]) -> None:
    """A moved service keeps the first start it was opened with (rule 29)."""
    if periods and service.first_started_on is None:
        service.first_started_on = periods[0].starts_on
        service.save(update_fields=["first_started_on"])


def _refuse_malformed(
    service: Service,
    change: dict[str, Any],
    source: Source,
    reason: str,
    voids: InventoryEntry | None,
) -> None:
    if source.kind not in SourceKind.values:
        raise InventoryRefused(_("%(kind)s does not write the inventory.") % {"kind": source.kind})
    if source.kind == SourceKind.CORRECTION and not reason:
        raise InventoryRefused(_("A correction needs a reason."))
    if source.kind == SourceKind.PROVIDER_EVENT and source.cause not in PROVIDER_CAUSES:
        raise InventoryRefused(_("An event at the provider needs its cause."))
    if voids is not None and voids.service_id != service.pk:
        raise InventoryRefused(_("An entry of another service cannot be voided."))
    if len(change) > 1 or not set(change) <= set(CHANGES) or not (change or voids):
        raise InventoryRefused(_("A change is one of %(known)s.") % {"known": ", ".join(CHANGES)})
    _refuse_foreign(service, change.get("install") or change.get("set") or {})


def _refuse_foreign(service: Service, values: dict[str, Any]) -> None:
    """Rule 3: the office belongs to the service's own customer; the version exists."""
    office_id = values.get("office_id")
    if (
        office_id is not None
        and not Office.objects.filter(pk=office_id, customer_id=service.customer_id).exists()
    ):
        raise InventoryRefused(_("That office is not one of this customer."))
    version_id = values.get("offering_version_id")
    if (
        version_id is not None
        and not OfferingVersion.objects.filter(pk=version_id, published_at__isnull=False).exists()
    ):
        raise InventoryRefused(_("That offering version is not published."))


def last_effective_on(service: Service) -> date | None:
    """The latest effective day on record for a service."""
    latest: date | None = service.entries.aggregate(latest=Max("effective_on"))["latest"]
    return latest
