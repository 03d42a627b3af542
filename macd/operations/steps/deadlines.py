"""Until when whoever has the ball is in time, by the house's parameters (domain.md §3 and §6)."""

from datetime import date, datetime, time, timedelta

from accounts.clock import day_of
from macd.models import Document
from macd.plan import circumstances_of
from macd.vocabulary import Status
from services.calendar import add_business_days, add_business_hours
from services.parameters import parameter

# How many business days each status may take; a signature is waited for in calendar days.
BUSINESS_DAYS: dict[Status, str] = {
    Status.SUBMITTED: "acknowledge_business_days",
    Status.IN_REVIEW: "decide_business_days",
    Status.AWAITING_SECOND_APPROVAL: "decide_business_days",
    Status.AWAITING_CUSTOMER: "timeout_customer_business_days",
    Status.WITHDRAWAL_REQUESTED: "acknowledge_business_days",
}
CALENDAR_DAYS: dict[Status, str] = {Status.AWAITING_SIGNATURE: "price_validity_days"}
# What is urgent has clocks of its own on the provider's side (rule 9).
URGENT_HOURS: dict[Status, str] = {
    Status.SUBMITTED: "acknowledge_urgent_business_hours",
    Status.IN_REVIEW: "decide_urgent_business_hours",
    Status.AWAITING_SECOND_APPROVAL: "decide_urgent_business_hours",
}


def act_by(document: Document, status: Status, *, at: datetime) -> date | None:
    """The last day in time for a document that comes into ``status`` at ``at``.

    None where a promise says it. The clock counts anew whenever the ball comes back, for the
    customer's days are not ours.
    """
    on = day_of(at)
    if code := hours_code(document, status):
        starts, ends = (
            time.fromisoformat(parameter(name, on=on))
            for name in ("business_day_starts", "business_day_ends")
        )
        hours = parameter(code, on=on)
        return day_of(add_business_hours(at, hours, starts=starts, ends=ends))
    if code := days_code(document, status):
        return add_business_days(on, parameter(code, on=on))
    if status in CALENDAR_DAYS:
        return on + timedelta(days=parameter(CALENDAR_DAYS[status], on=on))
    return None


def hours_code(document: Document, status: Status) -> str:
    """The parameter of hours that holds for what is urgent; empty for what is not."""
    code = URGENT_HOURS.get(status, "")
    return code if code and circumstances_of(document).urgent else ""


def days_code(document: Document, status: Status) -> str:
    """The parameter of business days that holds otherwise; what was found is quoted by its own."""
    if status == Status.IN_REVIEW and document.finding:
        return "quote_business_days"
    return BUSINESS_DAYS.get(status, "")
