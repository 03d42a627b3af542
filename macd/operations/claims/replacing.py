"""What an amendment does to the items that it changes: held, replaced, or given back (rule 19)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.clock import day_of
from macd import queries
from macd.amendments import family, lines_in_force, touched_by
from macd.conflicts import holder_of
from macd.kinds import Problem
from macd.models import Document, Line
from macd.operations.claims.taken import Taken
from macd.operations.claims.together import needing
from macd.operations.recording import record_event
from macd.refusals import StepDenied
from macd.vocabulary import Actor, LineStatus, LineStep, Party
from services import claims
from signing import ledger

CHANGEABLE = frozenset({LineStatus.PLANNED, LineStatus.HELD})
LET_GO_OF: dict[str, Any] = {
    "held_for": "",
    "held_reason": "",
    "held_until": None,
    "held_code": "",
    "held_by": "",
}


def why_unchangeable(line: Line, *, at: datetime) -> str:
    """Why an item that was signed cannot be changed any more; empty where it can (rule 18)."""
    facts = {"number": line.number}
    if line.delivered_quantity and line.delivered_on is None:
        return _("Part of item %(number)s is installed already. Start a new request.") % facts
    if line.status not in CHANGEABLE:
        return _("Item %(number)s is not to be delivered any more. Start a new request.") % facts
    if line.no_return_on is not None and day_of(at) > line.no_return_on:
        return _("Item %(number)s is past its point of no return. Start a new request.") % facts
    return ""


def beside(document: Document) -> list[str]:
    """The holders of claims that are no conflict for a document: of what it takes the place of."""
    if document.root_id is None:
        return []
    return [holder_of(line.document, line) for line in lines_in_force(document)]


def hold_touched(taken: Taken) -> None:
    """Hold the items that an amendment changes, from the moment it is put up.

    Raises StepDenied for an item that was delivered, or passed its point of no return, meanwhile.
    """
    amendment = taken.document
    if amendment.root_id is None:
        return
    touched = touched_by(amendment)
    lost = [(line, why) for line in touched if (why := why_unchangeable(line, at=taken.at))]
    if lost and not amendment.finding:
        problems = [Problem(f"line.{line.number}", why) for line, why in lost]
        raise StepDenied(lost[0][1], problems=problems)
    for line in touched:
        if line.status == LineStatus.PLANNED:
            to, values = LineStatus.HELD, {"held_for": Party.CUSTOMER, "held_by": amendment.number}
            _advance(taken, line, LineStep.HOLD, to, values)
        elif amendment.finding:
            # It was on hold for its own reason, such as the survey itself: now for the quote.
            line.advance(to=LineStatus.HELD, at=taken.at, held_by=amendment.number)


def replace_touched(taken: Taken) -> None:
    """Signed, the amendment takes the place of what it changes; the seals say so."""
    amendment = taken.document
    if amendment.root_id is None:
        return
    for line in touched_by(amendment):
        if line.status in CHANGEABLE:
            claims.release(holder=holder_of(line.document, line), at=taken.at)
            _advance(taken, line, LineStep.SUPERSEDE, LineStatus.SUPERSEDED, LET_GO_OF)
        else:
            raise StepDenied(why_unchangeable(line, at=taken.at))
    for each in family(amendment).exclude(signed_at=None).exclude(pk=amendment.pk):
        if each.version < amendment.version:
            ledger.supersede(reference=each.number, version=each.version, by=amendment.version)


def give_back(taken: Taken) -> None:
    """An amendment that came to nothing lets the items go on as they were signed.

    Those of a quote that the customer did not sign are withdrawn free of charge; one that the
    provider takes back leaves them as they were signed (rule 20).
    """
    amendment = taken.document
    if amendment.root_id is None or amendment.signed_at is not None:
        return
    held = Line.objects.filter(held_by=amendment.number, status=LineStatus.HELD)
    lines = list(held.select_related("document"))
    if not amendment.finding or Actor.ACCOUNT_MANAGER in taken.row.by:
        for line in lines:
            _advance(taken, line, LineStep.RESUME, LineStatus.PLANNED, LET_GO_OF)
        return
    document = queries.whole(lines[0].document_id) if lines else amendment
    for line in [*lines, *needing(document, lines, on=day_of(taken.at))]:
        if line.status in CHANGEABLE:
            claims.release(holder=holder_of(document, line), at=taken.at)
            _advance(taken, line, LineStep.WITHDRAW, LineStatus.WITHDRAWN, LET_GO_OF)


def _advance(
    taken: Taken, line: Line, step: LineStep, to: LineStatus, values: Mapping[str, Any]
) -> None:
    before = line.status
    line.advance(to=to, at=taken.at, **values)
    record_event(
        document=line.document,
        step=f"line_{step.value}",
        at=taken.at,
        by=taken.by,
        actor=Actor.SYSTEM,
        from_status=before,
        to_status=to,
        line_number=line.number,
        facts={"amendment": taken.document.number},
    )
