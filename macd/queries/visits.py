"""Visits, as far as the provider's people may read them; customers read theirs on the document."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.standing import Standing
from macd import policy
from macd.models import Appointment, AppointmentTechnician
from macd.queries.loading import with_all
from macd.queries.reach import documents_for
from offices.regions import in_region


def visits_for(standing: Standing) -> QuerySet[Appointment]:
    """The visits that are not cancelled, of documents that a member of staff may know of."""
    visits = Appointment.objects.filter(cancelled_at=None)
    if not standing.is_staff:
        return visits.none()
    return _told(visits.filter(document__in=documents_for(standing).values("pk")))


def visits_between(standing: Standing, first: date, last: date) -> QuerySet[Appointment]:
    """The visits of some days, both ends included, in the order in which they are made."""
    return visits_for(standing).filter(day__range=(first, last))


def _told(visits: QuerySet[Appointment]) -> QuerySet[Appointment]:
    """With what a row of a list tells, in two queries."""
    return (
        visits.select_related("document__customer", "office", "line", "team")
        .prefetch_related("technicians__technician")
        .order_by("day", "-half", "id")
    )


def visit_for(standing: Standing, public_id: UUID) -> Appointment | None:
    """One visit with its document, or None where the person may not know what staff know of it."""
    visit = _told(Appointment.objects.filter(public_id=public_id)).first()
    if visit is None:
        return None
    document = with_all(documents_for(standing)).filter(pk=visit.document_id).first()
    if document is None or not policy.reads_internal(standing, document):
        return None
    visit.document = document
    return visit


def visits_of(document_ids: Iterable[int]) -> QuerySet[Appointment]:
    """The visits of these documents that are not cancelled; whose they are is known already."""
    return _told(Appointment.objects.filter(document__in=list(document_ids), cancelled_at=None))


def sent(technician_id: int) -> Q:
    """The visits that one technician makes."""
    rows = AppointmentTechnician.objects.filter(technician=technician_id)
    return Q(pk__in=rows.values("appointment"))


def unassigned() -> Q:
    """The visits for which nobody is named yet."""
    return Q(technicians__isnull=True)


def visits_in(region: str) -> Q:
    """The visits to offices in a region of offices.regions."""
    return in_region(region, office="office")
