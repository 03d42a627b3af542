"""Somebody else was first: who, what, when, and what differs from what was on the screen."""

from datetime import datetime
from typing import Any

from accounts.standing import Standing
from macd import queries
from macd.fields import find_place
from macd.models import Document, FieldChange
from macd.printing import changes_on_screen
from macd.refusals import Stale
from macd.views.shown.events import timeline
from macd.vocabulary import ChangeState
from macd.wording import Row


def stale_context(
    standing: Standing, document: Document, stale: Stale, *, seen: str, typed: str
) -> dict[str, Any]:
    """The context of macd/document/stale.html; ``seen`` is the content hash of the screen."""
    events = queries.events_for(standing, document)
    before = events.filter(content_hash=seen).first() if seen else None
    first = min((event.pk for event in (before, stale.won) if event), default=None)
    since = events.filter(pk__gte=first) if first else events[:1]
    return {
        "document": document,
        "message": stale.message,
        "won": timeline(document, since),
        "changes": _differences(document, seen)
        or (_changes(document, before.at) if before else []),
        "typed": typed,
    }


def _differences(document: Document, seen: str) -> list[Row]:
    """What differs from the version that was on the screen, where it was a version."""
    last = document.versions.filter(number=document.version).first()
    shown = document.versions.filter(content_hash=seen).order_by("-number").first()
    if last is None or shown is None or last.content_hash != document.content_hash:
        return []
    return changes_on_screen(document, shown.content, last.content)


def _changes(document: Document, since: datetime) -> list[dict[str, str]]:
    """What was written since, in words; an event bears the hash from before what it changed."""
    changes = FieldChange.objects.filter(
        document=document,
        at__gte=since,
        state__in=[ChangeState.APPLIED, ChangeState.ACCEPTED],
    )
    return [row for change in changes if (row := _row(document, change))]


def _row(document: Document, change: FieldChange) -> dict[str, str] | None:
    place = find_place(document, change.path)
    if place is None:
        return None
    return {
        "label": str(place.label),
        "before": place.shown(change.before) if change.before not in (None, "") else "",
        "after": place.shown(change.after) if change.after not in (None, "") else "",
    }
