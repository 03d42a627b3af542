"""When a document can be delivered: lead times, notice, the earliest day (rules 9 and 49)."""

import datetime

from macd.models import Document, Line
from macd.vocabulary import Action, Decision
from services.calendar import add_business_days, next_business_day
from services.parameters import parameter


def earliest_start(document: Document, *, on: datetime.date) -> datetime.date:
    """The first day that every line can be met, counted from the day after ``on``."""
    days = [earliest_for(line, on=on) for line in document.lines.all()]
    return max(days, default=on)


def earliest_for(line: Line, *, on: datetime.date) -> datetime.date:
    """The first day on which one line can be met (domain.md §6, decisions.md 28).

    Stops may be wanted on any day: notice moves the effective day, not the wish. Days with a
    visit fall on a business day.
    """
    if line.action in (Action.DELETE, Action.NO_CHANGE):
        return on
    version = line.offering_version
    if line.decision == Decision.MOVE:
        return _visited(line, on + datetime.timedelta(days=int(parameter("move_lead_days", on=on))))
    if line.action == Action.MODIFY:
        code = "change_visit_lead_days" if version.site_visit else "change_remote_lead_days"
        return add_business_days(on, int(parameter(code, on=on)))
    if not version.offering.site_bound:
        return on
    days = version.lead_time_days
    if days is None:
        days = int(parameter("add_lead_days", on=on))
    return _visited(line, on + datetime.timedelta(days=days))


def _visited(line: Line, day: datetime.date) -> datetime.date:
    return next_business_day(day) if line.offering_version.site_visit else day


def receipt_day(document: Document, *, on: datetime.date) -> datetime.date:
    """The day from which notice counts: the recorded mail or letter, else first submission."""
    if document.received_on is not None:
        return document.received_on
    return document.submitted_at.date() if document.submitted_at else on


def notice_day(document: Document, *, on: datetime.date) -> datetime.date:
    """The first day without service that the notice allows (rule 49)."""
    receipt = receipt_day(document, on=on)
    return receipt + datetime.timedelta(days=int(parameter("delete_notice_days", on=receipt)))


def stop_day(document: Document, *, on: datetime.date) -> datetime.date:
    """The first day without service: the later of what is wanted and what notice allows."""
    earliest = notice_day(document, on=on)
    return max(document.requested_on or earliest, earliest)
