"""Who is owed word of an event: writes outbox rows, sends nothing."""

from collections.abc import Iterable
from functools import partial

from macd.models import Document, DocumentEvent
from macd.policy import is_shared, people_for
from macd.telling import INTERNAL
from macd.vocabulary import Actor
from outbox.owing import messages, write


def owe_word(
    *,
    event: DocumentEvent,
    document: Document,
    tell: frozenset[Actor],
    also: Iterable[int] = (),
) -> None:
    """Owe each person who is told a mail about an event, except the one who made it happen.

    ``also`` are ids of people told beside the actors. Beside the mails one message is owed that
    puts the event under the bells, into webhooks and calendars; see ``macd.announcing``.
    """
    people = set(also)
    for actor in tell:
        people |= people_for(actor, document)
    people -= {event.by_id or 0}
    outside = event.step not in INTERNAL and is_shared(document)
    if not people and not outside:
        return
    make = partial(
        messages,
        subject=document.number,
        at=event.at,
        ordering_key=document.number,
        key=f"event:{event.pk}",
    )
    mails = make(channel="mail", payload={"event": event.pk}, recipients=sorted(people))
    word = make(
        channel="notice",
        payload={"event": event.pk, "people": sorted(people), "outside": outside},
    )
    write([*mails, *word])
