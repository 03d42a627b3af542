"""Sending technicians: each half-day of theirs is taken by one visit, which the database keeps."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Absence
from macd import policy, queries
from macd.kinds import Problem
from macd.models import Appointment, AppointmentTechnician
from macd.printing import shown_day
from macd.refusals import Unsound


@dataclass(frozen=True, slots=True)
class Crew:
    """Who goes there: a team, which brings its technicians, or technicians by id."""

    technicians: frozenset[int] = frozenset()
    team_id: int | None = None


NOBODY = Crew()


def refuse(path: str, message: str) -> Unsound:
    """A refusal that stands beside one field."""
    return Unsound(message, problems=[Problem(path, message)])


def send(visit: Appointment, crew: Crew) -> None:
    """Take the half-day of each technician. Raises Unsound for one who is away, or elsewhere."""
    people = _technicians(crew)
    away = queries.away_on(people, visit.day).first()
    if away is not None:
        raise refuse("technicians", _is_away(away))
    visit.technicians.all().delete()
    visit.team_id = crew.team_id
    visit.save(update_fields=["team"])
    for person_id in sorted(people):
        try:
            with transaction.atomic():
                AppointmentTechnician.objects.create(
                    customer_id=visit.customer_id,
                    appointment=visit,
                    technician_id=person_id,
                    day=visit.day,
                    half=visit.half,
                )
        except IntegrityError as error:
            raise refuse("technicians", _elsewhere(visit, person_id)) from error


def _technicians(crew: Crew) -> frozenset[int]:
    people = crew.technicians
    if crew.team_id is not None:
        members = policy.technicians_of(crew.team_id)
        if not members:
            raise refuse("technicians", _("There are no technicians in this team."))
        people |= members
    if people - {person.pk for person in policy.technicians()}:
        raise refuse("technicians", _("Choose technicians of operations."))
    return people


def _is_away(away: Absence) -> str:
    last = away.valid.upper - timedelta(days=1)
    return _("%(name)s is away until %(day)s.") % {
        "name": away.person.name,
        "day": shown_day(last),
    }


def _elsewhere(visit: Appointment, person_id: int) -> str:
    taken = AppointmentTechnician.objects.select_related(
        "technician", "appointment__office", "appointment__document"
    ).get(technician=person_id, day=visit.day, half=visit.half)
    return _("%(name)s is at %(office)s then, for %(number)s.") % {
        "name": taken.technician.name,
        "office": taken.appointment.office,
        "number": taken.appointment.document.number,
    }
