"""Delivering line by line: the inventory follows on the actual day, then the document."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.dates import date_format
from accounts.standing import Standing
from macd import policy, queries
from macd.conflicts import holder_of
from macd.kinds import Problem
from macd.kinds.checklist import GAP_CONFIRMED
from macd.kinds.move import section_value, stop_shift
from macd.models import Document, Line, LineRelation
from macd.operations.claims.together import halves_of, needing
from macd.operations.delivery.outcomes import NOT_HELD, Words, delivery, holding, told
from macd.operations.delivery.portions import deliver_part, part_of
from macd.operations.delivery.stranding import refuse_stranding
from macd.operations.recording import record_event
from macd.operations.related.dropping import drop_line
from macd.operations.steps.passing import ball_of_lines
from macd.operations.steps.ports import port_open
from macd.operations.steps.stepping import settled
from macd.printing import shown_day
from macd.refusals import NotPermitted, Stale, StepDenied, Unsound
from macd.vocabulary import Action, Demand, LineStatus, LineStep, Relation, Status
from macd.workflow import LINE_DONE, LINE_FINAL, LINE_UNDONE, L, line_row
from services import claims


@transaction.atomic
def take_line_step(
    *,
    document: Document,
    number: int,
    step: str,
    by: Standing | None,
    at: datetime,
    note: str = "",
    on: date | None = None,
    **facts: Any,
) -> Document:
    """Take one step on one line, and let the document follow when that was the last of them.

    ``on`` is the actual day of a delivery (default: today); ``facts`` are a delivery's
    ``serials``, ``numbers``, ``circuit_id`` and ``quantity`` where that is not all, and a held
    line's ``code`` (or ``party``) and ``until``. The two lines of a moved service fail and are
    withdrawn together. Raises StepDenied, and then nothing was written.
    """
    now = queries.locked(document.pk)
    line = next((line for line in now.lines.all() if line.number == number), None)
    if line is None:
        raise StepDenied(_("There is no item %(number)s.") % {"number": number})
    if step == LineStep.WITHDRAW and now.signed_at is None:
        return drop_line(document=now, line=line, by=by, at=at, note=note.strip())
    row = _row(now, line, step, by)
    words = Words(by=by, at=at, note=note.strip(), on=on or day_of(at), facts=facts)
    if row.step == LineStep.DELIVER and (part := part_of(line, words)):
        _refuse_day(now, line, words.on, day_of(at))
        deliver_part(now, line, row, words, part=part)
        return settled(now, at=at)
    # A delay's code is a reason in itself, told in each reader's words.
    if Demand.REASON in row.demand and not words.note and not facts.get("code"):
        message = _("Say why in a few words.")
        raise Unsound(message, problems=[Problem("note", message)])
    for each in (line, *_along(now, line, row, words.on)):
        _advance(now, each, row, words)
    return settled(now, at=at)


def _advance(document: Document, line: Line, row: L, words: Words) -> None:
    """Write what the step does to one line, and its history."""
    if Demand.NOT_PASSED in row.demand and _passed(line, day_of(words.at)):
        raise StepDenied(
            _("Item %(number)s can no longer be withdrawn: that was possible until %(day)s.")
            % {"number": line.number, "day": shown_day(line.no_return_on)}
        )
    values = _values(document, line, row, words)
    before = line.status
    line.advance(to=row.to, at=words.at, **values)
    record_event(
        document=document,
        step=f"line_{row.step.value}",
        at=words.at,
        by=words.by,
        actor=policy.acts_as(words.by, row, document),
        tell=row.tell,
        from_status=before,
        to_status=row.to,
        line_number=line.number,
        note=words.note,
        facts={**told(values), "ball": ball_of_lines(document.lines.all()).party},
    )


def _along(document: Document, line: Line, row: L, on: date) -> list[Line]:
    """What ends with a line: the other half of a moved service; withdrawn also what needs it."""
    if row.to not in LINE_UNDONE:
        return []
    halves = halves_of(document, line)
    along = [*halves]
    if row.to == LineStatus.WITHDRAWN:
        along += needing(document, [line, *halves], on=on)
    return [other for other in along if other.status in row.from_]


def _row(document: Document, line: Line, step: str, by: Standing | None) -> L:
    row = line_row(LineStep(step), LineStatus(line.status)) if step in LineStep.values else None
    if row is None or document.status != Status.IN_DELIVERY:
        raise Stale(
            _("This is no longer possible: item %(number)s is now “%(status)s”.")
            % {"number": line.number, "status": line.get_status_display()}
        )
    if not policy.may(by, row, document):
        raise NotPermitted(_("You cannot do this."))
    if line.stops_with:
        _refuse_stopped(line, row)
    elif line.held_by:
        raise StepDenied(
            _("Item %(number)s waits for %(amendment)s. Finish that, or withdraw it first.")
            % {"number": line.number, "amendment": line.held_by}
        )
    return row


def _refuse_stopped(line: Line, row: L) -> None:
    """What finance stops may fail or be withdrawn, and nothing else (rule 59)."""
    if row.to not in LINE_FINAL and row.to != LineStatus.HELD:
        raise StepDenied(
            _("Item %(number)s stops, because the company leaves. Finance decides about it.")
            % {"number": line.number}
        )


def _passed(line: Line, on: date) -> bool:
    return line.no_return_on is not None and on > line.no_return_on


def _values(document: Document, line: Line, row: L, words: Words) -> dict[str, Any]:
    """The columns that the step writes; a delivery also writes the inventory."""
    if row.step == LineStep.HOLD:
        return holding(words)
    if row.step == LineStep.DELIVER:
        _refuse_day(document, line, words.on, day_of(words.at))
        refuse_stranding(document, line, on=words.on)
        return {**NOT_HELD, **delivery(document, line, words)}
    if row.step == LineStep.REPORT_DEFECT:
        return {**NOT_HELD, "accepts_on": None}
    if row.to == LineStatus.WITHDRAWN and line.delivered_quantity:
        raise StepDenied(_part_is_there(line))
    if row.to in LINE_UNDONE and line.delivered_on is not None:
        raise StepDenied(
            _("Item %(number)s is installed since %(day)s. Repair it, or correct the inventory.")
            % {"number": line.number, "day": date_format(line.delivered_on, "DATE_FORMAT")}
        )
    if row.step == LineStep.ACCEPT and port_open(line):
        message = _("The numbers of item %(number)s are still with %(operator)s.")
        facts = {"number": line.number, "operator": line.port_in.get("operator", "")}
        raise StepDenied(message % facts)
    if row.to in LINE_FINAL:
        claims.release(holder=holder_of(document, line), at=words.at)
    return NOT_HELD


def _part_is_there(line: Line) -> str:
    return _(
        "Of item %(number)s %(done)s are installed already. When nothing more comes, operations"
        " says that the rest is not delivered."
    ) % {"number": line.number, "done": line.delivered_quantity}


def _refuse_day(document: Document, line: Line, day: date, today: date) -> None:
    """A delivery is a fact: not in the future, not before the signature, starts before stops."""
    signed_on = day_of(document.signed_at) if document.signed_at else today
    message = ""
    if day > today:
        message = _("A delivery cannot lie in the future.")
    elif day < signed_on:
        message = _("A delivery cannot lie before the signature.")
    elif _waits_for_start(document, line, day):
        message = _(
            "Deliver the new place first: the old one stops when the agreed days on which both"
            " work are over."
        )
    if message:
        raise Unsound(message, problems=[Problem(f"line.{line.number}.on", message)])


def _waits_for_start(document: Document, line: Line, day: date) -> bool:
    """Rule 33: a move's stop waits for its start, unless a gap was confirmed."""
    if line.action != Action.DELETE or not line.decision:
        return False
    if section_value(document, GAP_CONFIRMED):
        return False
    ready_by = day - timedelta(days=max(stop_shift(document), 0))
    ready = Q(other__status__in=sorted(LINE_DONE), other__delivered_on__lte=ready_by)
    starts = LineRelation.objects.filter(line=line, relation=Relation.RELOCATES_TO)
    return starts.exclude(ready).exists()
