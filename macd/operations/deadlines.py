"""Until when whoever has the ball is in time, by the house's parameters (domain.md §3 and §6)."""

from datetime import date, datetime, timedelta

from accounts.clock import day_of
from macd.vocabulary import Status
from services.calendar import add_business_days
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


def act_by(status: Status, *, at: datetime) -> date | None:
    """The last day in time for what is ``status`` since ``at``; None where a promise says it.

    The clock counts anew whenever the ball comes back, for the customer's days are not ours.
    """
    on = day_of(at)
    if status in BUSINESS_DAYS:
        return add_business_days(on, parameter(BUSINESS_DAYS[status], on=on))
    if status in CALENDAR_DAYS:
        return on + timedelta(days=parameter(CALENDAR_DAYS[status], on=on))
    return None
