"""The promised day of an item: another one has a reason, is told, and stays on record (rule 17)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.days import passed
from accounts.standing import Standing
from macd import policy, queries
from macd.kinds import Problem
from macd.models import Document, FieldChange, Line
from macd.operations.recording import record_event
from macd.plan import point_of_no_return
from macd.refusals import NotPermitted, Stale, Unsound
from macd.vocabulary import Action, Actor, ChangeState, Happening, LineStatus, Side, Status

TOLD = frozenset({Actor.REQUESTER, Actor.ACCOUNT_MANAGER})
OPEN = frozenset({LineStatus.OPEN, LineStatus.PLANNED, LineStatus.HELD})


@transaction.atomic
def promise_day(
    *, document: Document, number: int, day: date, reason: str, by: Standing, at: datetime
) -> Document:
    """Promise another day for one item. Raises NotPermitted, Stale, Unsound."""
    now = queries.locked(document.pk)
    if not policy.promises(by, now):
        raise NotPermitted(_("You cannot do this."))
    line = next((line for line in now.lines.all() if line.number == number), None)
    if line is None or line.status not in OPEN or now.status != Status.IN_DELIVERY:
        raise Stale(_("This item has no day to be moved any more."))
    if message := passed(day, on=day_of(at)):
        _refuse("day", message)
    if day == line.committed_on:
        _refuse("day", _("This day is promised already."))
    if not reason.strip():
        _refuse("reason", _("Say why in a few words."))
    _move(now, [line], day=day, because=Because(by, at, reason.strip()))
    return queries.whole(now.pk)


def keep_promise(
    *,
    document: Document,
    lines: Iterable[Line],
    day: date,
    reason: str,
    by: Standing,
    at: datetime,
) -> None:
    """Where a visit comes later than what was promised, the promise moves along."""
    late = [
        line
        for line in lines
        if line.status in OPEN and line.committed_on is not None and line.committed_on < day
    ]
    if late:
        _move(document, late, day=day, because=Because(by, at, reason))


def promise_other_day(
    *,
    document: Document,
    lines: Iterable[Line],
    day: date,
    reason: str,
    by: Standing,
    at: datetime,
) -> None:
    """Promise a day for several items, earlier or later, with what was told as the reason."""
    moved = [line for line in lines if line.committed_on != day]
    if moved:
        _move(document, moved, day=day, because=Because(by, at, reason))


def _refuse(path: str, message: str) -> None:
    raise Unsound(message, problems=[Problem(path, message)])


@dataclass(frozen=True, slots=True)
class Because:
    """Who promises another day, when and why."""

    by: Standing
    at: datetime
    reason: str


def _move(document: Document, lines: list[Line], *, day: date, because: Because) -> None:
    for line in lines:
        before = line.committed_on
        _change(document, f"line.{line.number}.committed_on", (before, day), because)
        record_event(
            document=document,
            step=Happening.PROMISE_MOVED,
            at=because.at,
            by=because.by,
            actor=policy.visits_as(because.by, document),
            tell=TOLD,
            line_number=line.number,
            note=because.reason,
            facts={"from_day": before.isoformat() if before else "", "day": day.isoformat()},
        )
        no_return_on = point_of_no_return(line, promised_on=day, on=day_of(because.at))
        Line.objects.filter(pk=line.pk).update(committed_on=day, no_return_on=no_return_on)
        line.committed_on, line.no_return_on = day, no_return_on
    _move_document(document, because)


def _move_document(document: Document, because: Because) -> None:
    """The document is promised for when its last open item is."""
    days = [
        line.committed_on
        for line in document.lines.all()
        if line.committed_on and line.status in OPEN and line.action != Action.NO_CHANGE
    ]
    latest = max(days, default=document.committed_on)
    if latest != document.committed_on:
        _change(document, "planning.committed_on", (document.committed_on, latest), because)
        document.write(at=because.at, committed_on=latest)


def _change(
    document: Document,
    path: str,
    days: tuple[date | None, date | None],
    because: Because,
) -> None:
    before, after = (day.isoformat() if day else None for day in days)
    FieldChange.objects.create(
        customer_id=document.customer_id,
        document=document,
        path=path,
        before=before,
        after=after,
        side=Side.PROVIDER,
        by_id=because.by.person_id,
        at=because.at,
        version=document.version,
        state=ChangeState.APPLIED,
        reply=because.reason,
    )
