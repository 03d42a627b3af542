"""How a value of a document came about: every change of it, and what was asked before each."""

from collections.abc import Iterator
from dataclasses import dataclass

from accounts.standing import Standing
from macd.models import Document, DocumentEvent, FieldChange
from macd.noted import said
from macd.queries.told import events_for


@dataclass(frozen=True, slots=True)
class Explained:
    """One change of a value, and the question or reason that stood there when it was made."""

    change: FieldChange
    asked: DocumentEvent | None


def changes_of_field(standing: Standing, document: Document, path: str) -> list[Explained]:
    """The changes of one value, the newest first, as far as the reader may know why."""
    changes = document.field_changes.filter(path=path).select_related("by", "decided_by")
    noted = [event for event in events_for(standing, document) if said(event)]
    return [
        Explained(change, next(_before(change, noted), None)) for change in changes.order_by("-id")
    ]


def _before(change: FieldChange, newest_first: list[DocumentEvent]) -> Iterator[DocumentEvent]:
    return (event for event in newest_first if event.at <= change.at)
