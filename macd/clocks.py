"""How long a document has been waiting: the time its statuses took, in Belgian business hours."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import pairwise

from services.calendar import business_time_between


@dataclass(frozen=True, slots=True)
class Office:
    """The hours in which a party's clock runs on business days, Brussels time."""

    starts: time
    ends: time

    @property
    def day(self) -> timedelta:
        """How long a business day is."""
        minutes = (self.ends.hour - self.starts.hour) * 60 + self.ends.minute - self.starts.minute
        return timedelta(minutes=minutes)


def time_spent(
    moves: Iterable[tuple[datetime, str]],
    *,
    statuses: Collection[str],
    until: datetime,
    office: Office,
) -> timedelta:
    """How much business time a document spent in some statuses, by its moves (when, to where).

    The clock pauses in every other status: while the customer has the ball, or on hold.
    """
    ordered = [*sorted(moves), (until, "")]
    spent = timedelta()
    for (since, status), (left, _next) in pairwise(ordered):
        if status in statuses:
            spent += business_time_between(since, left, starts=office.starts, ends=office.ends)
    return spent
