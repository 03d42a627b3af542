"""Reads of offices. Who may see which office is decided above, by policy."""

from collections.abc import Iterable

from django.db.models import QuerySet

from offices.models import Office, OfficeStatus


def offices_of(
    *, customer_ids: Iterable[int], statuses: Iterable[str] | None = None
) -> QuerySet[Office]:
    """Offices of these customers by name; closed ones only when asked for by ``statuses``."""
    wanted = (OfficeStatus.PLANNED, OfficeStatus.ACTIVE) if statuses is None else statuses
    return Office.objects.filter(customer_id__in=customer_ids, status__in=wanted)


def with_contacts(offices: QuerySet[Office]) -> QuerySet[Office]:
    """The same offices with their contacts fetched in one query more."""
    return offices.prefetch_related("contacts")
