"""The desks' lists: a signatory's, operations' work."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce

from accounts.standing import Standing
from macd.models import Appointment, Document, Line
from macd.queries.loading import lines_with_all
from macd.queries.reach import documents_for
from macd.vocabulary import Action, LineStatus, Status
from offices.regions import in_region


def to_sign_for(standing: Standing) -> QuerySet[Document]:
    """Documents that wait for this person's signature."""
    signing = [m.customer_id for m in standing.memberships if m.may_sign]
    return (
        documents_for(standing)
        .filter(customer__in=signing, status=Status.AWAITING_SIGNATURE)
        .exclude(signatures__by=standing.person_id, signatures__voided_at=None)
        .select_related("customer", "office")
        .order_by("approved_at", "id")
    )


def work_list(standing: Standing) -> QuerySet[Line]:
    """Lines that operations delivers, by promised day; those without one last."""
    return (
        lines_with_all()
        .filter(
            document__in=documents_for(standing).filter(status=Status.IN_DELIVERY),
            status__in=[LineStatus.PLANNED, LineStatus.HELD],
        )
        .select_related("document__customer")
        .annotate(due_on=Coalesce("committed_on", Value(date.max)))
        .order_by("due_on", "id")
    )


def worked_on_in(region: str) -> Q:
    """The lines whose work is done in a region: a stop at the old place, the rest at the new."""
    stops = Q(action=Action.DELETE)
    here, before = in_region(region, office="place_to"), in_region(region, office="place_from")
    return stops & before | ~stops & (here | Q(place_to=None) & before)


def work_queues(on: date) -> dict[str, Q]:
    """What belongs in each part of the work list on a day; held items are not due."""
    due = Q(status=LineStatus.PLANNED)
    visited = Q(offering_version__site_visit=True) & ~Q(action=Action.DELETE)
    planned = Appointment.objects.filter(cancelled_at=None, outcome="").values("document")
    week = on + timedelta(days=7)
    return {
        "due": due & Q(committed_on__lte=week),
        "overdue": due & Q(committed_on__lt=on),
        "today": due & Q(committed_on=on),
        "later": due & (Q(committed_on__gt=week) | Q(committed_on=None)),
        "held": Q(status=LineStatus.HELD),
        "unplanned": due & visited & ~Q(document__in=planned),
        "all": Q(),
    }
