"""Technicians who are away: recorded, taken back; nobody sends them anywhere on those days."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.models import Absence
from accounts.standing import Standing
from audit import trail
from macd import policy
from macd.kinds import Problem
from macd.refusals import NotPermitted, Stale, Unsound


@transaction.atomic
def record_absence(
    *, person_id: int, first: date, last: date, by: Standing, at: datetime
) -> Absence:
    """Say that a technician is away from a day to another, both included.

    Visits that they were sent on stay, and are shown until somebody else is named. Raises
    NotPermitted, and Unsound for nobody of operations, days in the wrong order or past, and days
    that are recorded already.
    """
    if not policy.is_operations(by):
        raise NotPermitted(_("You cannot do this."))
    if person_id not in {person.pk for person in policy.technicians()}:
        raise _unsound("person", _("Choose technicians of operations."))
    if last < first:
        raise _unsound("last", _("The last day comes before the first one."))
    if last < day_of(at):
        raise _unsound("last", _("This day is in the past. Choose a later day."))
    try:
        with transaction.atomic():
            absence = Absence.objects.create(
                person_id=person_id, valid=(first, last + timedelta(days=1))
            )
    except IntegrityError as error:
        raise _unsound("first", _("Some of these days are recorded already.")) from error
    _record("absence.recorded", absence, first, last, by=by, at=at)
    return absence


@transaction.atomic
def end_absence(*, absence_id: int, by: Standing, at: datetime) -> None:
    """Take an absence back: the person can be sent again. Raises NotPermitted or Stale."""
    if not policy.is_operations(by):
        raise NotPermitted(_("You cannot do this."))
    absence = Absence.objects.select_for_update().filter(pk=absence_id).first()
    if absence is None:
        raise Stale(_("This absence was taken back already."))
    first, last = absence.valid.lower, absence.valid.upper - timedelta(days=1)
    _record("absence.taken_back", absence, first, last, by=by, at=at)
    absence.delete()


def _record(
    event: str, absence: Absence, first: date, last: date, *, by: Standing, at: datetime
) -> None:
    trail.record(
        event=event,
        at=at,
        person_id=by.person_id,
        reference=str(absence.person_id),
        facts={"first": first.isoformat(), "last": last.isoformat()},
    )


def _unsound(path: str, message: str) -> Unsound:
    return Unsound(message, problems=[Problem(path, message)])
