"""Who of operations is away, and which visits that leaves without them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from accounts.models import Absence
from macd.models import Appointment


@dataclass(frozen=True, slots=True)
class Away:
    """One absence and the visits of those days on which this person was sent."""

    absence: Absence
    visits: list[Appointment]


def away_on(people: Iterable[int], day: date) -> QuerySet[Absence]:
    """The absences of these people that a day falls in."""
    return Absence.objects.filter(person__in=list(people), valid__contains=day).select_related(
        "person"
    )


def absences_from(on: date) -> list[Away]:
    """What is not over on a day, by its first day, in two queries."""
    absences = list(
        Absence.objects.filter(valid__endswith__gt=on)
        .select_related("person")
        .order_by("valid", "person__name")
    )
    open_visits = (
        Appointment.objects.filter(cancelled_at=None, outcome="", day__gte=on)
        .filter(technicians__technician__in=[each.person_id for each in absences])
        .select_related("document__customer", "office")
        .prefetch_related("technicians")
        .distinct()
        .order_by("day", "-half", "id")
    )
    visits = list(open_visits) if absences else []
    return [
        Away(
            each,
            [
                visit
                for visit in visits
                if visit.day in each.valid
                and each.person_id in {row.technician_id for row in visit.technicians.all()}
            ],
        )
        for each in absences
    ]
