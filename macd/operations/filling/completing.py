"""Filling in together: one side's own fields change at once, the other side's by proposal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.days import passed
from accounts.standing import Standing
from macd import policy, queries
from macd.fields import Place, find_place, plain
from macd.kinds import Problem, Unfit, rules_for
from macd.models import Document, FieldChange
from macd.operations.filling.drafting import refreshed
from macd.operations.filling.versions import freeze_current, reprice
from macd.operations.recording import record_event
from macd.refusals import Crossed, NotPermitted, StepDenied, Unsound
from macd.vocabulary import Actor, ChangeState, SectionName, Side, Status
from macd.workflow import editable

PROPOSED, APPLIED, DECIDED = "suggest", "fill_in", "decide"
SPEAKS_AS = {Side.CUSTOMER: Actor.REQUESTER, Side.PROVIDER: Actor.ACCOUNT_MANAGER}


@dataclass(frozen=True, slots=True)
class Edit:
    """Who writes in a document, on which side, and when."""

    document: Document
    side: Side
    by: Standing
    at: datetime

    def owns(self, place: Place) -> bool:
        """In a draft that staff start for the customer there is nobody yet to suggest to."""
        as_staff = self.side == Side.PROVIDER and self.document.status == Status.DRAFT
        return place.owner == self.side or as_staff

    def note(self, place: Place, value: Any) -> None:
        """Keep one row for each change; a newer suggestion takes an older one's place."""
        own = self.owns(place)
        if not own:
            self.document.field_changes.filter(path=place.path, state=ChangeState.PROPOSED).update(
                state=ChangeState.DECLINED, decided_by=self.by.person_id, decided_at=self.at
            )
        FieldChange.objects.create(
            customer_id=self.document.customer_id,
            document=self.document,
            path=place.path,
            before=place.value,
            after=value,
            side=self.side,
            by_id=self.by.person_id,
            at=self.at,
            version=self.document.version,
            state=ChangeState.APPLIED if own else ChangeState.PROPOSED,
        )

    def record(self, step: str, places: list[Place], tell: frozenset[Actor]) -> None:
        """Say in the history which fields were filled in or suggested."""
        if places:
            record_event(
                document=self.document,
                step=step,
                at=self.at,
                by=self.by,
                actor=SPEAKS_AS[self.side],
                tell=tell,
                facts={"paths": [place.path for place in places]},
            )


@transaction.atomic
def change_fields(
    *,
    document: Document,
    values: Mapping[str, Any],
    by: Standing,
    at: datetime,
    over: Mapping[str, Any] | None = None,
) -> Document:
    """Write values at their paths; those of the other side become suggestions (rule 10).

    Every value is checked before any is written: Unsound names each field that does not fit.
    ``over`` says, by path, which value a new one takes the place of: Crossed where it is another
    by now, because somebody else wrote meanwhile (promise 4).
    """
    now = queries.locked(document.pk)
    side = policy.side_of(by, now)
    if side is None:
        raise NotPermitted(_("You cannot change this request."))
    # What fits is judged on the day on which it is written.
    now.updated_at = at
    changes = _fitted(now, values, policy.open_sections(now, side))
    if over is not None and any(plain(p.value) != plain(over.get(p.path)) for p, _v in changes):
        raise Crossed(_("Somebody else changed the same answers meanwhile."))
    if not changes:
        return now
    edit = Edit(now, side, by, at)
    own = [place for place, _value in changes if edit.owns(place)]
    others = [place for place, _value in changes if not edit.owns(place)]
    if side == Side.CUSTOMER and others:
        raise NotPermitted(_("Only your account manager fills this in."))
    for place, value in changes:
        edit.note(place, value)
        if place in own:
            place.write(value)
    if now.status != Status.DRAFT:
        edit.record(APPLIED, own, frozenset())
    edit.record(PROPOSED, others, frozenset({Actor.REQUESTER}))
    return _settle(now, by=by, at=at)


def _fitted(
    document: Document, values: Mapping[str, Any], sections: frozenset[SectionName]
) -> list[tuple[Place, Any]]:
    """The places that really change with their checked values. Raises Unsound naming all others."""
    changes: list[tuple[Place, Any]] = []
    problems: list[Problem] = []
    for path, raw in values.items():
        place = find_place(document, path)
        if place is None or place.section not in sections:
            problems.append(Problem(path, _why_not(document, place, sections)))
            continue
        try:
            value = place.fit(raw)
            if value != place.value:
                _refuse_past(place, value, on=day_of(document.updated_at))
                changes.append((place, value))
        except Unfit as unfit:
            problems.append(Problem(path, str(unfit), place.section.value))
    if problems:
        raise Unsound(_("Some values do not fit. Look at what is marked."), problems=problems)
    return changes


def _refuse_past(place: Place, value: Any, *, on: date) -> None:
    """What is promised lies ahead on the day on which it is written. Raises Unfit."""
    if place.ahead and value and (message := passed(date.fromisoformat(value), on=on)):
        raise Unfit(message)


def _why_not(document: Document, place: Place | None, sections: frozenset[SectionName]) -> str:
    """Why a value cannot be written: it never can now, or only other parts were asked for."""
    usual = editable(Status(document.status), Side(place.owner)) if place else frozenset()
    if not sections or place is None or place.section not in usual:
        return _("This cannot be changed now.")
    asked = ", ".join(str(name.label) for name in SectionName if name in sections)
    return _("Only what was asked for can be changed now: %(parts)s.") % {"parts": asked}


def _settle(document: Document, *, by: Standing, at: datetime) -> Document:
    """Prices follow what was changed; the hash follows both."""
    fresh = queries.whole(document.pk)
    if rules_for(fresh.kind).relocates:
        forget_what_is_gone(fresh, by=by, at=at)
    if fresh.status == Status.DRAFT:
        freeze_current(fresh, on=day_of(at))
    else:
        # What was frozen at submission is taken over anew by its own step only (rule 7).
        reprice(fresh, on=day_of(at))
    return refreshed(fresh, at=at)


def forget_what_is_gone(document: Document, *, by: Standing, at: datetime) -> None:
    """Suggestions about items that are not in the request any more are answered by that."""
    for change in document.field_changes.filter(state=ChangeState.PROPOSED):
        if find_place(document, change.path) is None:
            change.state, change.decided_by_id = ChangeState.DECLINED, by.person_id
            change.decided_at = at
            change.save(update_fields=["state", "decided_by", "decided_at"])


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
    # A suggestion is answered wherever it stands, whatever else was asked for.
    sections = editable(Status(now.status), side)
    if not sections:
        raise StepDenied(_("This cannot be changed now."))
    change.state = ChangeState.ACCEPTED if accept else ChangeState.DECLINED
    change.decided_by_id, change.decided_at, change.reply = by.person_id, at, reply.strip()
    now.updated_at = at
    change.save(update_fields=["state", "decided_by", "decided_at", "reply"])
    if accept:
        _take_over(now, change, sections)
    record_event(
        document=now,
        step=DECIDED,
        at=at,
        by=by,
        actor=SPEAKS_AS[side],
        tell=frozenset({Actor.ACCOUNT_MANAGER}),
        note=change.reply,
        facts={"path": change.path, "accepted": accept},
    )
    return _settle(now, by=by, at=at)


def _take_over(document: Document, change: FieldChange, sections: frozenset[SectionName]) -> None:
    """Write what was suggested, if it fits as the document is now. Raises Unsound."""
    for place, value in _fitted(document, {change.path: change.after}, sections):
        place.write(value)
