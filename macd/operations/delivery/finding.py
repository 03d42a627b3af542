"""What a survey or the carrier found after the signature, about one item (rule 20)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.standing import Standing
from macd import policy, queries
from macd.amendments import next_number, open_amendment_of, root_of
from macd.kinds import Problem
from macd.models import Document, Line
from macd.operations.claims.together import halves_of
from macd.operations.delivery.promising import promise_other_day
from macd.operations.filling.drafting import refreshed
from macd.operations.recording import record_event
from macd.operations.related.amending import copied
from macd.operations.steps.stepping import take_step
from macd.plan import earliest_start
from macd.refusals import NotPermitted, Stale, StepDenied, Unsound
from macd.vocabulary import (
    Action,
    Actor,
    Channel,
    Happening,
    LineStatus,
    Party,
    Status,
    Step,
)
from services.calendar import business_days_between, next_business_day
from services.parameters import parameter

CENTS = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Found:
    """The result: works that cost so much, the day it can be ready, whether it gets worse."""

    number: int
    note: str
    works: Decimal
    ready_on: date | None
    worse: bool
    monthly: Decimal = Decimal(0)

    def facts(self) -> dict[str, Any]:
        """The same as the quote keeps it."""
        return {
            "line": self.number,
            "note": self.note,
            "works": str(self.works),
            "monthly": str(self.monthly),
            "ready_on": self.ready_on.isoformat() if self.ready_on else None,
            "worse": self.worse,
        }


@transaction.atomic
def record_finding(
    *,
    document: Document,
    number: int,
    by: Standing,
    at: datetime,
    note: str,
    works: Decimal = Decimal(0),
    ready_on: date | None = None,
    worse: bool = False,
    monthly: Decimal = Decimal(0),
) -> Document:
    """Record a result; what the customer did not agree to holds the item and opens a quote.

    A price that is higher a month is always asked. Works within the ceiling that was signed, and a
    day within the parameter, change nothing that was agreed: the promise moves with its reason
    (rule 17). Returns the document that goes on: this one, or the amendment that quotes. Raises
    NotPermitted, Unsound, Stale or StepDenied.
    """
    now = queries.locked(document.pk)
    if not policy.may_record_finding(by, now):
        raise NotPermitted(_("You cannot do this."))
    line = _line(now, number)
    more = monthly.quantize(CENTS)
    found = Found(number, note.strip(), works.quantize(CENTS), ready_on, worse, more)
    _refuse_nothing(found, day_of(at))
    record_event(
        document=now,
        step=Happening.FINDING,
        at=at,
        by=by,
        actor=Actor.OPERATIONS,
        tell=frozenset({Actor.REQUESTER, Actor.ACCOUNT_MANAGER}),
        line_number=number,
        note=found.note,
        facts=found.facts(),
    )
    if _agreed_already(now, line, found, on=day_of(at)):
        return _carried_on(now, line, found, by=by, at=at)
    return _quote(now, line, found, by=by, at=at)


def _line(document: Document, number: int) -> Line:
    line = next((line for line in document.lines.all() if line.number == number), None)
    ends = {LineStatus.PLANNED, LineStatus.HELD}
    open_one = line is not None and line.status in ends and line.action != Action.NO_CHANGE
    if document.status != Status.IN_DELIVERY or line is None or not open_one:
        raise Stale(_("This is no longer possible: the item is not waiting to be delivered."))
    other = open_amendment_of(document)
    if other is not None:
        raise StepDenied(
            _("%(number)s is open already. Finish it or withdraw it first.")
            % {"number": other.number}
        )
    return line


def _refuse_nothing(found: Found, today: date) -> None:
    problems = []
    if not found.note:
        problems.append(Problem("note", _("Say in a few words what was found.")))
    if not (found.works or found.monthly or found.ready_on or found.worse):
        problems.append(Problem("works", _("Say what it costs, when it can be ready, or both.")))
    if found.ready_on is not None and found.ready_on < today:
        problems.append(Problem("ready_on", _("This day is in the past. Choose a later day.")))
    if problems:
        raise Unsound(str(problems[0].message), problems=problems)


def ceiling_of(document: Document) -> Decimal:
    """What works may cost without being asked again, as the customer signed it."""
    sites: dict[str, Any] = next((s.data for s in document.sections.all() if s.name == "sites"), {})
    return Decimal(str(sites.get("works_ceiling") or 0))


def _agreed_already(document: Document, line: Line, found: Found, *, on: date) -> bool:
    others = sum((each.works_once or Decimal(0) for each in document.lines.all()), Decimal(0))
    late = 0
    promised = line.committed_on or document.committed_on
    if found.ready_on is not None and promised is not None:
        late = business_days_between(promised, found.ready_on)
    most = int(parameter("amendment_date_business_days", on=on))
    too_dear = found.works > 0 and others + found.works > ceiling_of(document)
    return not (found.worse or found.monthly or too_dear or late > most)


def _carried_on(
    document: Document, line: Line, found: Found, *, by: Standing, at: datetime
) -> Document:
    """What was agreed to in advance: it costs what it costs, and the promise moves."""
    if found.works:
        Line.objects.filter(pk=line.pk).update(
            works_once=(line.works_once or Decimal(0)) + found.works,
            price_once=(line.price_once or Decimal(0)) + found.works,
        )
    if found.ready_on is not None:
        lines = [line, *halves_of(document, line)]
        promise_other_day(
            document=document, lines=lines, day=found.ready_on, reason=found.note, by=by, at=at
        )
    return queries.whole(document.pk)


def _quote(document: Document, line: Line, found: Found, *, by: Standing, at: datetime) -> Document:
    """The amendment that asks the customer, already with the account manager to complete."""
    amendment = copied(
        document,
        [line, *halves_of(document, line)],
        number=next_number(document),
        root=root_of(document),
        started_by_id=by.person_id,
        asked_by=settings.PROVIDER_NAME,
        asked_channel=Channel.VISIT,
        received_on=day_of(at),
        finding=found.facts(),
        committed_on=found.ready_on,
        ball=Party.ACCOUNT_MANAGER,
        at=at,
    )
    copy = amendment.lines.get(number=line.number)
    copy.works_once = (line.works_once or Decimal(0)) + found.works
    copy.save(update_fields=["works_once"])
    _cost_more(amendment, found)
    _want_possible_day(amendment, found, on=day_of(at))
    record_event(
        document=amendment,
        step=Happening.OPEN,
        at=at,
        by=by,
        actor=Actor.OPERATIONS,
        to_status=Status.DRAFT,
        facts={"amends": document.number, "lines": [line.number]},
    )
    fresh = refreshed(amendment, at=at)
    return take_step(document=fresh, step=Step.START_REVIEW, by=None, at=at)


def _cost_more(amendment: Document, found: Found) -> None:
    """A higher price a month is of what starts or stays, not of the old place's stop."""
    if found.monthly:
        line = amendment.lines.exclude(action=Action.DELETE).order_by("number").last()
        if line is None:
            message = _("What stops costs nothing a month. Say what it costs once.")
            raise Unsound(message, problems=[Problem("monthly", message)])
        line.monthly_more = (line.monthly_more or Decimal(0)) + found.monthly
        line.save(update_fields=["monthly_more"])


def _want_possible_day(amendment: Document, found: Found, *, on: date) -> None:
    """The day that was wanted, or the first that can be met after what was found."""
    fresh = queries.whole(amendment.pk)
    days = [fresh.requested_on, found.ready_on, earliest_start(fresh, on=on)]
    wanted = next_business_day(max(day for day in days if day is not None))
    Document.objects.filter(pk=fresh.pk).update(requested_on=wanted)
