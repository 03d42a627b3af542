"""Taking a step of the table: right, demands, effect, status, history; all or nothing."""

from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.standing import Standing
from macd import policy, queries
from macd.amendments import family
from macd.models import Document, Line
from macd.models.document import RevisionConflict
from macd.operations.claims.taken import Taken
from macd.operations.recording import record_event
from macd.operations.related.waiting import let_go_on
from macd.operations.steps.calling_off import call_off_needless
from macd.operations.steps.deadlines import act_by
from macd.operations.steps.demanding import check_demands
from macd.operations.steps.effects import EFFECTS
from macd.operations.steps.passing import pass_ball
from macd.operations.steps.rendering import is_sealed
from macd.operations.steps.thresholds import needs_second_approval, signatures_missing
from macd.refusals import NotPermitted, Stale, StepDenied
from macd.vocabulary import Action, Actor, Condition, LineStatus, Party, Status, Step
from macd.wording import status_in_words
from macd.workflow import FINAL, LINE_FINAL, LINE_IGNORED, LINE_UNDONE, TRANSITIONS, T, rows_for


@transaction.atomic
def take_step(
    *,
    document: Document,
    step: str,
    by: Standing | None,
    at: datetime,
    seen: str = "",
    note: str = "",
    revision: int | None = None,
    **facts: Any,
) -> Document:
    """Take one step of the table on a document, and return the document as it then is.

    ``by`` is who takes it (None: the system), ``seen`` the content hash that was on their screen,
    ``note`` the reason, question or answer, ``revision`` the one they looked at: after any other
    write they are shown what happened and must confirm (decisions.md 31). ``facts`` are what the
    step's effect asks for, such as ``consent`` for a signature. Raises NotPermitted, Unsound,
    Stale or another StepDenied, and then nothing was written (rule 8).
    """
    now = queries.locked(document.pk)
    row = _choose_row(now, step, by=by, at=at)
    if revision is not None and revision != now.revision:
        raise _stale(now, by)
    taken = Taken(document=now, row=row, by=by, at=at, seen=seen, note=note.strip(), facts=facts)
    check_demands(taken)
    effect = EFFECTS.get(row.step)
    values = effect(taken) if effect else {}
    before = Status(now.status)
    to = row.to or Status(now.resume_status)
    actor = policy.acts_as(by, row, now)
    values = {
        "ball": row.ball or _ball_of(to),
        "waiting_code": "",
        "waiting_for": _waiting_for(taken),
        "act_by": act_by(now, to, at=at),
        **values,
    }
    try:
        now.advance(to=to, at=at, **values)
    except RevisionConflict:
        raise _stale(now, by) from None
    _record(taken, before, to, actor)
    if to == Status.SIGNED and is_sealed(now):
        return take_step(document=now, step=Step.START_DELIVERY, by=None, at=at)
    if to in FINAL:
        let_go_on(now, at=at)
        _end_with(now, at=at)
        call_off_needless(now, at=at)
    if row.to is None:
        # Back in delivery, it waits for whom its items wait for.
        settle(now, at=at)
    return queries.whole(now.pk)


def _end_with(document: Document, *, at: datetime) -> None:
    """What a document and its amendments make of each other when one of them ends."""
    if document.root is not None:
        settle(document.root, at=at)
        return
    for amendment in family(document):
        for step in (Step.EXPIRE, Step.CLOSE_WITHDRAWN):
            if any(Actor.SYSTEM in r.by for r in rows_for(step, Status(amendment.status))):
                take_step(document=amendment, step=step, by=None, at=at)
                break


def settle(document: Document, *, at: datetime) -> Document:
    """Close the document when every line that counts is at its end (decisions.md 16).

    A document that was amended ends with its amendments, for the customer has one document.
    """
    return settled(queries.whole(document.pk), at=at)


def settled(now: Document, *, at: datetime) -> Document:
    """The same for a document that holds its lines as they now are; else the ball is passed on."""
    if now.status != Status.IN_DELIVERY:
        return now
    # What stays as it is was done when delivery began, and decides nothing.
    lines = [line for line in now.lines.all() if line.action != Action.NO_CHANGE]
    statuses = [LineStatus(line.status) for line in lines]
    # Of what failed in the end, or ended because the company leaves, a part may be there.
    parts = [line for line in lines if line.status in LINE_UNDONE and line.delivered_quantity]
    statuses += [LineStatus.COMPLETED] * len(parts)
    if all(status in LINE_FINAL for status in statuses):
        added = Line.objects.exclude(action=Action.NO_CHANGE).exclude(document__signed_at=None)
        more = added.filter(document__root=now.pk).values_list("status", flat=True)
        statuses += [LineStatus(status) for status in more]
    step = outcome(statuses)
    if step:
        return take_step(document=now, step=step, by=None, at=at)
    pass_ball(now, at=at)
    call_off_needless(now, at=at)
    return now


def outcome(statuses: list[LineStatus]) -> Step | None:
    """What becomes of a document whose lines are so; None while something is still to happen."""
    if not all(status in LINE_FINAL for status in statuses):
        return None
    counted = {status for status in statuses if status not in LINE_IGNORED}
    if LineStatus.FAILED in counted:
        return Step.CLOSE_PARTLY if LineStatus.COMPLETED in counted else Step.FAIL
    return Step.COMPLETE if counted else Step.CLOSE_WITHDRAWN


def _waiting_for(taken: Taken) -> str:
    return taken.note if taken.row.to == Status.AWAITING_CUSTOMER else ""


def _record(taken: Taken, before: Status, to: Status, actor: Actor) -> None:
    """One history row for each status passed through, the last one told to those who are owed."""
    path = [before, *taken.row.via, to]
    for index, (from_status, to_status) in enumerate(pairwise(path)):
        last = index == len(path) - 2
        record_event(
            document=taken.document,
            step=taken.row.step,
            at=taken.at,
            by=taken.by,
            actor=actor,
            tell=taken.row.tell if last else frozenset(),
            from_status=from_status,
            to_status=to_status,
            note=taken.note if last else "",
            facts=taken.recorded if last else {},
        )


def _choose_row(document: Document, step: str, *, by: Standing | None, at: datetime) -> T:
    """The row that applies, by the document's status and the conditions of the table."""
    if step not in Step.values:
        raise StepDenied(_("There is no such step."))
    rows = rows_for(Step(step), Status(document.status))
    if not rows:
        if by is not None and not _ever_permitted(document, step, by):
            raise NotPermitted(_("You cannot do this."))
        raise _stale(document, by)
    if not any(policy.may(by, row, document) for row in rows):
        raise NotPermitted(_("You cannot do this."))
    # Rows of one step exclude each other: where the first does not hold, the last does.
    first, last = rows[0], rows[-1]
    return first if first.when is None or holds(document, first.when, by=by, at=at) else last


def _ever_permitted(document: Document, step: str, by: Standing) -> bool:
    return any(policy.may(by, row, document) for row in TRANSITIONS if row.step == step)


def holds(document: Document, condition: Condition, *, by: Standing | None, at: datetime) -> bool:
    """Whether a condition of the table is met by a document and who takes the step."""
    if condition in (Condition.ABOVE_THRESHOLD, Condition.WITHIN_THRESHOLD):
        return needs_second_approval(document, at=at) == (condition == Condition.ABOVE_THRESHOLD)
    person_id = by.person_id if by else None
    last = signatures_missing(document, signing=person_id) == 0
    return last == (condition == Condition.LAST_SIGNATURE)


def _stale(document: Document, by: Standing | None) -> Stale:
    """Say who won, and what they did, to who takes the step: perhaps they did in another window."""
    told = document.events.select_related("by").order_by("-id")
    # The seal follows from the signature by itself: who signed is who was first.
    won = told.exclude(step=Step.START_DELIVERY).first()
    if won is None:
        return Stale(_("This is no longer possible."))
    staff = by is not None and by.is_staff
    facts = {
        "who": won.by.name if won.by else _("the system"),
        "step": won.step_label,
        "status": status_in_words(document.status, staff=staff),
    }
    if by is not None and won.by_id == by.person_id:
        message = _(
            "This is no longer possible: you did “%(step)s” before. The request is now: %(status)s."
        )
    else:
        message = _(
            "This is no longer possible: %(who)s did “%(step)s” first."
            " The request is now: %(status)s."
        )
    return Stale(message % facts, won=won)


def _ball_of(status: Status) -> Party:
    """Who has the ball where a step leads back to a status: as when it was first reached."""
    balls = (row.ball for row in TRANSITIONS if row.to == status and row.ball is not None)
    return next(balls, Party.ACCOUNT_MANAGER)
