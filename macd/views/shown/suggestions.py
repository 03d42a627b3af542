"""Suggestions that wait for a decision, old → new, as proposal.html shows them."""

from typing import Any

from accounts.standing import Standing
from macd import policy, queries
from macd.fields import find_place
from macd.models import Document, FieldChange
from macd.vocabulary import Party, Side

PARTIES = {Side.CUSTOMER: Party.CUSTOMER, Side.PROVIDER: Party.ACCOUNT_MANAGER}


def suggestions_of(
    document: Document, standing: Standing, *, section: str = "", line: int | None = None
) -> list[dict[str, Any]]:
    """The open suggestions of one section or one line; ``yours`` where the reader decides."""
    side = policy.side_of(standing, document)
    return [
        _shown(document, change, yours=side is not None and side != change.side)
        for change in queries.open_proposals(document)
        if _is_in(change.path, section, line)
    ]


def _is_in(path: str, section: str, line: int | None) -> bool:
    return path.startswith(f"line.{line}." if line is not None else f"{section}.")


def _shown(document: Document, change: FieldChange, *, yours: bool) -> dict[str, Any]:
    place = find_place(document, change.path)
    return {
        "by": change.by.name,
        "party": PARTIES[Side(change.side)],
        "label": place.label if place else change.path,
        "before": place.shown(change.before) if place and change.before is not None else "",
        "after": place.shown(change.after) if place and change.after is not None else "",
        "at": change.at,
        "note": change.reply,
        "yours": yours,
    }
