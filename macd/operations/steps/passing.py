"""Who has the ball while items are delivered: that party's clock runs (domain.md §3)."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from macd.models import Document, Line
from macd.vocabulary import Action, LineStatus, Party

GOES_ON = frozenset({LineStatus.OPEN, LineStatus.PLANNED})


class Awaited(NamedTuple):
    """Whom a document waits for, and for what: the code of a held item, and what was written."""

    party: Party
    code: str = ""
    words: str = ""


def ball_of_lines(lines: Iterable[Line]) -> Awaited:
    """Whom a document in delivery waits for, and what for.

    Operations, while any item can go on; else who holds the items that are left, by number; the
    customer, where all that is left is to accept; nobody, where nothing is left.
    """
    left = [line for line in lines if not line.is_final and line.action != Action.NO_CHANGE]
    if any(line.status in GOES_ON for line in left):
        return Awaited(Party.OPERATIONS)
    held = next((line for line in left if line.status == LineStatus.HELD), None)
    if held is not None:
        return Awaited(Party(held.held_for), held.held_code, held.held_reason)
    return Awaited(Party.CUSTOMER if left else Party.NOBODY)


def pass_ball(document: Document, *, at: datetime) -> None:
    """Write who has the ball now, where that is somebody else or for something else."""
    awaited = ball_of_lines(document.lines.all())
    party, code, words = awaited
    known = (document.ball, document.waiting_code, document.waiting_for)
    if party == Party.NOBODY or awaited == known:
        return
    since = at if party != document.ball else document.ball_since
    document.write(at=at, ball=party, ball_since=since, waiting_code=code, waiting_for=words)
