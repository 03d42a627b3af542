"""Filling in together: one side's own fields change at once, the other side's by proposal."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.standing import Standing
from macd import policy, queries
from macd.fields import Place, find_place
from macd.kinds import Problem, Unfit
from macd.models import Document, FieldChange
from macd.operations.drafting import refreshed
from macd.operations.recording import record_event
from macd.operations.versions import freeze_current
from macd.refusals import NotPermitted, Unsound
from macd.vocabulary import Actor, ChangeState, Side, Status
from macd.workflow import editable

PROPOSED, APPLIED, DECIDED = "suggest", "fill_in", "decide"


@transaction.atomic
def change_fields(
    *, document: Document, values: Mapping[str, Any], by: Standing, at: datetime
) -> Document:
    """Write values at their paths; those of the other side become suggestions (rule 10).

    Every value is checked before any is written: Unsound names each field that does not fit.
    """
    now = queries.locked(document.pk)
    side = policy.side_of(by, now)
    if side is None:
        raise NotPermitted(_("You cannot change this request."))
    sections = editable(Status(now.status), side)
    changes: list[tuple[Place, Any]] = []
    problems: list[Problem] = []
    for path, raw in values.items():
        place = find_place(now, path)
        if place is None or place.section not in sections:
            problems.append(Problem(path, _("This cannot be changed now.")))
            continue
        try:
            value = place.fit(raw)
        except Unfit as unfit:
            problems.append(Problem(path, str(unfit), place.section.value))
            continue
        if value != place.value:
            changes.append((place, value))
    if problems:
        raise Unsound(_("Some values do not fit. Look at what is marked."), problems=problems)
    if not changes:
        return now
    return _write(now, changes, side=side, by=by, at=at)


def _write(
    document: Document,
    changes: list[tuple[Place, Any]],
    *,
    side: Side,
    by: Standing,
    at: datetime,
) -> Document:
    """Apply own changes, keep the others as suggestions; the history names the paths of both."""
    applied = [(place, value) for place, value in changes if _owns(document, place, side)]
    proposed = [change for change in changes if change not in applied]
    if side == Side.CUSTOMER and proposed:
        raise NotPermitted(_("Only your account manager fills this in."))
    for place, value in changes:
        own = (place, value) in applied
        _note(document, place, value, side, by, at, own=own)
        if own:
            place.write(value)
    if applied and document.status != Status.DRAFT:
        step, tell = APPLIED, frozenset[Actor]()
        _record(document, step, [place for place, _value in applied], by, at, side, tell)
    if proposed:
        tell = frozenset({Actor.REQUESTER})
        _record(document, PROPOSED, [place for place, _value in proposed], by, at, side, tell)
    return _settle(document, at=at)


def _owns(document: Document, place: Place, side: Side) -> bool:
    """In a draft that staff start for the customer there is nobody yet to suggest to."""
    return place.owner == side or (document.status == Status.DRAFT and side == Side.PROVIDER)


def _note(
    document: Document,
    place: Place,
    value: Any,
    side: Side,
    by: Standing,
    at: datetime,
    *,
    own: bool,
) -> None:
    """One row for each change; a newer suggestion for a field takes an older one's place."""
    if not own:
        document.field_changes.filter(path=place.path, state=ChangeState.PROPOSED).update(
            state=ChangeState.DECLINED, decided_by=by.person_id, decided_at=at
        )
    FieldChange.objects.create(
        customer_id=document.customer_id,
        document=document,
        path=place.path,
        before=place.value,
        after=value,
        side=side,
        by_id=by.person_id,
        at=at,
        version=document.version,
        state=ChangeState.APPLIED if own else ChangeState.PROPOSED,
    )


def _record(
    document: Document,
    step: str,
    places: list[Place],
    by: Standing,
    at: datetime,
    side: Side,
    tell: frozenset[Actor],
) -> None:
    record_event(
        document=document,
        step=step,
        at=at,
        by=by,
        actor=Actor.REQUESTER if side == Side.CUSTOMER else Actor.ACCOUNT_MANAGER,
        tell=tell,
        facts={"paths": [place.path for place in places]},
    )


def _settle(document: Document, *, at: datetime) -> Document:
    """Prices follow what was changed; the hash follows both."""
    fresh = queries.with_all(Document.objects).get(pk=document.pk)
    freeze_current(fresh, on=day_of(at))
    return refreshed(fresh, at=at)


@transaction.atomic
def decide_proposal(
    *,
    document: Document,
    change_id: int,
    accept: bool,
    by: Standing,
    at: datetime,
    reply: str = "",
) -> Document:
    """Accept a suggestion, which writes it, or answer why not. Raises Unsound if it is gone."""
    now = queries.locked(document.pk)
    side = policy.side_of(by, now)
    change = now.field_changes.filter(pk=change_id, state=ChangeState.PROPOSED).first()
    if change is None:
        raise Unsound(_("This suggestion was decided already."))
    takes_back = not accept and side == change.side
    if side is None or (side == change.side and not takes_back):
        raise NotPermitted(_("The other side decides on this suggestion."))
    change.state = ChangeState.ACCEPTED if accept else ChangeState.DECLINED
    change.decided_by_id, change.decided_at, change.reply = by.person_id, at, reply.strip()
    change.save(update_fields=["state", "decided_by", "decided_at", "reply"])
    place = find_place(now, change.path)
    if accept and place is not None:
        place.write(change.after)
    record_event(
        document=now,
        step=DECIDED,
        at=at,
        by=by,
        actor=Actor.REQUESTER if side == Side.CUSTOMER else Actor.ACCOUNT_MANAGER,
        tell=frozenset({Actor.ACCOUNT_MANAGER}),
        note=change.reply,
        facts={"path": change.path, "accepted": accept},
    )
    return _settle(now, at=at)
