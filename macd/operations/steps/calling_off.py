"""Visits that are called off: by who planned them, or by themselves once nobody is needed there."""

from datetime import date, datetime

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.standing import Standing
from macd import visiting
from macd.fieldwork import VisitPurpose
from macd.models import Appointment, Document, Line
from macd.operations.recording import record_visit
from macd.policy.visits import FETCHED_FROM
from macd.vocabulary import Happening, LineStatus
from macd.workflow import FINAL, LINE_DONE, LINE_UNDONE


def call_off(
    *, document: Document, visit: Appointment, reason: str, by: Standing | None, at: datetime
) -> None:
    """Nobody comes after all: the slot is free again, and the customer reads why."""
    visit.cancelled_at = visit.updated_at = at
    visit.sequence += 1
    visit.save(update_fields=["cancelled_at", "updated_at", "sequence"])
    visit.technicians.all().delete()
    record_visit(document, visit, Happening.VISIT_CANCELLED, by=by, at=at, note=reason)


def call_off_needless(document: Document, *, at: datetime) -> None:
    """Call off the visits to come for which nothing is left to do, so that nobody travels in vain.

    The document holds its lines as they now are. A visit of the day on which something was
    delivered stays, for who was there to record how it ended; so does what is overdue.
    """
    today = day_of(at)
    open_visits = document.appointments.filter(cancelled_at=None, outcome="", day__gte=today)
    for visit in open_visits.select_related("office", "line"):
        with translation.override(document.customer.language):
            reason = _why_needless(document, visit, today)
        if reason:
            call_off(document=document, visit=visit, reason=reason, by=None, at=at)


def lines_of(document: Document, visit: Appointment) -> list[Line]:
    """The items that a visit is for: one, or all at its office."""
    lines = visiting.lines_at(document, visit.office_id, visit.purpose)
    return [line for line in lines if visit.line_id in (None, line.pk)]


def _why_needless(document: Document, visit: Appointment, today: date) -> str:
    """Why nobody needs to go there; empty while somebody does."""
    statuses = {LineStatus(line.status) for line in lines_of(document, visit)}
    done = statuses & LINE_DONE
    if done and visit.day == today:
        return ""
    if visit.purpose == VisitPurpose.PICK_UP:
        # What stopped is fetched after it stopped: only a stop that never happens spares the way.
        ended, over = LINE_UNDONE, document.status in FINAL - FETCHED_FROM
    else:
        ended, over = LINE_UNDONE | LINE_DONE, document.status in FINAL
    if not over and not (statuses and statuses <= ended):
        return ""
    if done:
        return _("What the visit was planned for is done already.")
    return _("What the visit was planned for is no longer to be done.")
