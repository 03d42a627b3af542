"""When a document can be delivered: lead times, notice, the earliest day (rules 9 and 49)."""

import datetime
from collections.abc import Mapping

from accounts.clock import day_of
from macd.models import Document, Line
from macd.vocabulary import Action, Decision
from services.calendar import add_business_days, business_days_before, next_business_day
from services.parameters import parameter, parameters

LEADS = (
    "lead_move_days",
    "lead_change_visit_business_days",
    "lead_change_remote_business_days",
    "lead_add_nomadic_days",
    "lead_add_site_days",
)


def earliest_start(document: Document, *, on: datetime.date) -> datetime.date:
    """The first day that every line can be met, counted from the day after ``on``."""
    leads = parameters(LEADS, on=on)
    days = [earliest_for(line, on=on, leads=leads) for line in document.lines.all()]
    return max(days, default=on)


def earliest_for(
    line: Line, *, on: datetime.date, leads: Mapping[str, int] | None = None
) -> datetime.date:
    """The first day on which one line can be met (domain.md §6, decisions.md 28).

    Stops may be wanted on any day: notice moves the effective day, not the wish. Days with a
    visit fall on a business day. ``leads`` are the lead times of that day, where they are read
    already.
    """
    if line.action in (Action.DELETE, Action.NO_CHANGE):
        return on
    leads = leads or parameters(LEADS, on=on)
    version = line.offering_version
    if line.decision == Decision.MOVE:
        return _visited(line, on + datetime.timedelta(days=leads["lead_move_days"]))
    if line.action == Action.MODIFY:
        where = "visit" if version.site_visit else "remote"
        return add_business_days(on, leads[f"lead_change_{where}_business_days"])
    if not version.offering.site_bound:
        return on + datetime.timedelta(days=leads["lead_add_nomadic_days"])
    days = version.lead_time_days
    if days is None:
        days = leads["lead_add_site_days"]
    return _visited(line, on + datetime.timedelta(days=days))


def _days(code: str, on: datetime.date) -> datetime.timedelta:
    return datetime.timedelta(days=int(parameter(code, on=on)))


def _visited(line: Line, day: datetime.date) -> datetime.date:
    return next_business_day(day) if line.offering_version.site_visit else day


def receipt_day(document: Document, *, on: datetime.date) -> datetime.date:
    """The day from which notice counts: the recorded mail or letter, else first submission.

    It survives returns and amendments (rule 49).
    """
    first = document.root or document
    if first.received_on is not None:
        return first.received_on
    return day_of(first.submitted_at) if first.submitted_at else on


def notice_day(document: Document, *, on: datetime.date) -> datetime.date:
    """The first day without service that the notice allows (rule 49)."""
    receipt = receipt_day(document, on=on)
    return receipt + _days("delete_notice_days", receipt)


def stop_day(document: Document, *, on: datetime.date) -> datetime.date:
    """The first day without service: the later of what is wanted and what notice allows."""
    earliest = notice_day(document, on=on)
    return max(document.requested_on or earliest, earliest)


def withdrawable_until(stops_on: datetime.date, *, on: datetime.date) -> datetime.date:
    """The last day on which a stop can be withdrawn (rule 54, decisions.md 28)."""
    return stops_on - _days("delete_withdraw_before_days", on)


def point_of_no_return(
    line: Line, *, promised_on: datetime.date, on: datetime.date
) -> datetime.date | None:
    """The last day on which an item that was signed can be changed or withdrawn (rule 18).

    A stop until some days before it takes effect, a visit and remote work until some business
    days before the promised day; what stays as it is has none.
    """
    if line.action == Action.NO_CHANGE:
        return None
    if line.action == Action.DELETE and not line.decision:
        return withdrawable_until(promised_on, on=on)
    code = "no_return_visit_business_days"
    if not line.offering_version.site_visit:
        code = "no_return_remote_business_days"
    return business_days_before(promised_on, int(parameter(code, on=on)))
