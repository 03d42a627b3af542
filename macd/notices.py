"""Who is owed word of an event: writes outbox rows, sends nothing."""

from macd.models import Document, DocumentEvent
from macd.policy import people_for
from macd.vocabulary import Actor
from outbox.owing import owe


def owe_word(*, event: DocumentEvent, document: Document, tell: frozenset[Actor]) -> None:
    """Owe each person who is told a mail about an event, except the one who made it happen."""
    people: set[int] = set()
    for actor in tell:
        people |= people_for(actor, document)
    people -= {event.by_id or 0}
    if people:
        owe(
            channel="mail",
            subject=document.number,
            at=event.at,
            payload={"event": event.pk},
            ordering_key=document.number,
            recipients=sorted(people),
            key=f"event:{event.pk}",
        )
