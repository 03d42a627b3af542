"""A long request shows fifty of its items whole; the others stand in a line each."""

from collections.abc import Collection
from typing import Any

from macd.models import Document, Line
from macd.views.shown.lines import items_shown, place_of
from macd.vocabulary import LineStatus
from macd.wording import line_title

WHOLE = 50
EVERYTHING = "all"


def whole_items(document: Document, wanted: str) -> frozenset[int] | None:
    """The numbers of the items that are shown whole; None for all of them.

    ``wanted`` is the number of an item whose fifty are looked at, or "all"; the first fifty
    otherwise. What is held or comes from another operator is whole anyway: it may wait for
    somebody.
    """
    lines = items_shown(document)
    if len(lines) <= WHOLE or wanted == EVERYTHING:
        return None
    place = next((n for n, line in enumerate(lines) if str(line.number) == wanted), 0)
    start = place - place % WHOLE
    waiting = [line for line in lines if line.status == LineStatus.HELD or line.port_in]
    return frozenset(line.number for line in (*lines[start : start + WHOLE], *waiting))


def folded_items(document: Document, whole: Collection[int] | None) -> dict[str, Any]:
    """The items that stand in a line: those before the whole ones, those after, and how many."""
    if whole is None:
        return {}
    lines = items_shown(document)
    first = min(whole, default=0)
    rows = [_row(document, line) for line in lines if line.number not in whole]
    return {
        "folded_before": [row for row in rows if row["number"] < first],
        "folded_after": [row for row in rows if row["number"] > first],
        "all_items": len(lines),
    }


def _row(document: Document, line: Line) -> dict[str, Any]:
    return {
        "number": line.number,
        "title": line_title(line),
        "place": place_of(line),
        "status": line.get_status_display() if document.signed_at else "",
    }
