"""When a document can be delivered: lead times, notice, the earliest day (rules 9 and 49)."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.clock import day_of
from macd.models import Document, Line
from macd.vocabulary import Action, Decision
from services.calendar import (
    add_business_days,
    business_days_before,
    is_business_day,
    next_business_day,
    quiet_until,
)
from services.dependencies import Need, needs_of
from services.inventory import services_on
from services.models import ServicePeriod
from services.parameters import parameter, parameters

LEADS = (
    "lead_move_days",
    "lead_move_without_line_days",
    "lead_change_visit_business_days",
    "lead_change_remote_business_days",
    "lead_add_nomadic_days",
    "lead_add_site_days",
    "lead_urgent_business_days",
    "quiet_periods",
)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the sections say that bears on the lead times."""

    no_line_there: bool = False
    urgent: bool = False


def circumstances_of(document: Document) -> Circumstances:
    """As the sections are filled in now."""
    data = {section.name: section.data for section in document.sections.all()}
    return Circumstances(
        no_line_there=data.get("sites", {}).get("line_there") == "no",
        urgent=bool(data.get("request", {}).get("urgent")),
    )


@dataclass(frozen=True, slots=True)
class Planned:
    """One line with its first day, and the line of the same document that it waits for."""

    line: Line
    ready_on: datetime.date
    waits_for: Line | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The first day of each line; ``critical`` is the chain that makes the whole so late."""

    earliest: datetime.date
    lines: tuple[Planned, ...]
    critical: tuple[Planned, ...]


def plan_of(
    document: Document,
    *,
    on: datetime.date,
    needs: Mapping[int, list[Need]] | None = None,
    periods: Sequence[ServicePeriod] | None = None,
) -> Plan:
    """Plan every line, counted from the day after ``on`` (rule 9); writes nothing.

    A line waits for another of the document where only that one brings what it needs. ``needs``
    by offering and ``periods`` are given where they are read already.
    """
    lines = [line for line in document.lines.all() if line.action != Action.NO_CHANGE]
    leads, told = parameters(LEADS, on=on), circumstances_of(document)
    own = {
        line.number: earliest_for(line, on=on, leads=leads, circumstances=told) for line in lines
    }
    if needs is None:
        needs = needs_of({line.offering_version.offering_id for line in lines})
    if periods is None:
        periods = list(services_on(customer_id=document.customer_id, on=on)) if needs else []
    planned = _Chains(lines, own, needs, periods).planned()
    last = max(planned, key=lambda one: one.ready_on, default=None)
    return Plan(last.ready_on if last else on, tuple(planned), tuple(_chain(last, planned)))


def _chain(last: Planned | None, planned: Sequence[Planned]) -> list[Planned]:
    by_number = {one.line.number: one for one in planned}
    chain: list[Planned] = []
    while last is not None and last not in chain:
        chain.insert(0, last)
        last = by_number.get(last.waits_for.number) if last.waits_for else None
    return chain


class _Chains:
    """Which line waits for which other, and until when."""

    def __init__(
        self,
        lines: Sequence[Line],
        own: Mapping[int, datetime.date],
        needs: Mapping[int, list[Need]],
        periods: Sequence[ServicePeriod],
    ) -> None:
        self.lines, self.own, self.needs = lines, own, needs
        stops = {line.service_id for line in lines if line.action == Action.DELETE}
        staying = [period for period in periods if period.service_id not in stops]
        self.anywhere = {period.offering_version.offering_id for period in staying}
        self.at = {(p.office_id, p.offering_version.offering_id) for p in staying}
        self.done: dict[int, Planned] = {}

    def planned(self) -> list[Planned]:
        """Every line, in the order of the document."""
        return [self._plan(line, frozenset()) for line in self.lines]

    def _plan(self, line: Line, above: frozenset[int]) -> Planned:
        if line.number in self.done:
            return self.done[line.number]
        ready, waits_for = self.own[line.number], None
        for need in self._unmet(line):
            bringing = [
                self._plan(other, above | {line.number})
                for other in self.lines
                if other.number not in above | {line.number} and _brings(other, need, line)
            ]
            first = min(bringing, key=lambda one: one.ready_on, default=None)
            # What comes on the same day is waited for as well: it has to be there first.
            if first is not None and first.ready_on >= ready:
                ready, waits_for = first.ready_on, first.line
        self.done[line.number] = Planned(line, ready, waits_for)
        return self.done[line.number]

    def _unmet(self, line: Line) -> list[Need]:
        if line.action != Action.ADD:
            return []
        here = {offering for place, offering in self.at if place == line.place_to_id}
        return [
            need
            for need in self.needs.get(line.offering_version.offering_id, [])
            if not need.met_by(at_office=here, at_customer=self.anywhere)
        ]


def _brings(other: Line, need: Need, line: Line) -> bool:
    if other.action != Action.ADD:
        return False
    there = {other.offering_version.offering_id}
    here = there if other.place_to_id == line.place_to_id else set()
    return need.met_by(at_office=here, at_customer=there)


def earliest_start(document: Document, *, on: datetime.date) -> datetime.date:
    """The first day that every line can be met, counted from the day after ``on``."""
    return plan_of(document, on=on).earliest


def earliest_for(
    line: Line,
    *,
    on: datetime.date,
    leads: Mapping[str, Any] | None = None,
    circumstances: Circumstances = Circumstances(),
) -> datetime.date:
    """The first day on which one line can be met by itself (domain.md §6, decisions.md 28).

    Stops may be wanted on any day: notice moves the effective day, not the wish. Days with a
    visit fall on a business day outside the quiet periods. ``leads`` are the lead times of that
    day, where they are read already. What is urgent has a lead time of its own.
    """
    if line.action in (Action.DELETE, Action.NO_CHANGE):
        return on
    leads = leads or parameters(LEADS, on=on)
    usual = _led(line, on, leads, circumstances)
    if circumstances.urgent:
        usual = min(usual, add_business_days(on, leads["lead_urgent_business_days"]))
    return next_staffed_day(usual, leads["quiet_periods"]) if staffed(line) else usual


def _led(
    line: Line, on: datetime.date, leads: Mapping[str, Any], told: Circumstances
) -> datetime.date:
    version = line.offering_version
    if line.action == Action.MODIFY:
        where = "visit" if _somebody_comes(line) else "remote"
        return add_business_days(on, leads[f"lead_change_{where}_business_days"])
    if line.decision == Decision.MOVE:
        without = "_without_line" if told.no_line_there else ""
        days = leads[f"lead_move{without}_days"]
    elif not version.offering.site_bound:
        days = leads["lead_add_nomadic_days"]
    elif version.lead_time_days is not None:
        days = version.lead_time_days
    else:
        days = leads["lead_add_site_days"]
    return on + datetime.timedelta(days=days)


def staffed(line: Line) -> bool:
    """Whether somebody has to work on the day itself: a visit, a port, a cut-over (rule 9)."""
    if line.action in (Action.DELETE, Action.NO_CHANGE):
        return False
    return _somebody_comes(line) or bool(line.port_in)


def _somebody_comes(line: Line) -> bool:
    """For a visit; to another floor whatever the service is."""
    to_another_floor = line.action == Action.MODIFY and bool(line.decision)
    return line.offering_version.site_visit or to_another_floor


def next_staffed_day(day: datetime.date, quiet: str) -> datetime.date:
    """``day`` itself where people work and no quiet period forbids it, else the first such one."""
    while True:
        last = quiet_until(day, quiet)
        if last is not None:
            day = last + datetime.timedelta(days=1)
        elif is_business_day(day):
            return day
        else:
            day = next_business_day(day)


def _days(code: str, on: datetime.date) -> datetime.timedelta:
    return datetime.timedelta(days=int(parameter(code, on=on)))


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
    """The first day without service: the latest of what is wanted, what notice allows, and what
    was promised."""
    days = (document.requested_on, notice_day(document, on=on), document.committed_on)
    return max(day for day in days if day)


def planned_for(line: Line, document: Document, *, on: datetime.date) -> datetime.date | None:
    """The day on which an item is planned: as the document promises.

    The old place of a move stops so many days after the new one works as was agreed, whatever day
    was promised (rule 33); what simply stops goes on until its notice is over (rule 49).
    """
    promised = document.committed_on
    if line.action != Action.DELETE:
        return promised
    if not line.decision:
        return stop_day(document, on=on)
    paired = line.decision in (Decision.MOVE, Decision.REPLACE)
    if paired and promised and line.requested_on and document.requested_on:
        promised += line.requested_on - document.requested_on
    return promised


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
