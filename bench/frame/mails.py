"""What became of the mails owed about some documents: counted in the mailbox, by Message-ID."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from accounts.tenancy import as_system
from outbox.mail import message_id_for
from outbox.models import Message, State
from outbox.owing import messages
from tests.macd import make

DOCUMENTS = 20
"""A backlog is about so many documents: order is kept for each."""


@dataclass(frozen=True)
class Mails:
    """Owed mails that arrived never or more than once, and messages that are not at their end."""

    owed: int
    lost: int
    twice: int
    waiting: int
    attention: int


def mails_about(numbers: Collection[str], arrived: Mapping[str, int]) -> Mails:
    """Count what is owed about these documents, and what arrived by Message-ID."""
    with as_system():
        rows = list(Message.objects.filter(subject__in=list(numbers)))
    mails = [row for row in rows if row.channel == "mail" and row.state == State.SENT]
    counts = [arrived.get(message_id_for(row), 0) for row in mails]
    return Mails(
        owed=sum(row.channel == "mail" for row in rows),
        lost=sum(count == 0 for count in counts),
        twice=sum(count - 1 for count in counts if count > 1),
        waiting=sum(row.state == State.PENDING for row in rows),
        attention=sum(row.state == State.ATTENTION for row in rows),
    )


def owe_backlog(count: int, *, kind: str) -> list[Message]:
    """Owe so many mails about requests that were sent, each about an event of a document."""
    with as_system():
        events = [make.submitted(make.world()).events.latest("pk") for _ in range(DOCUMENTS)]
        people = [event.document.account_manager_id for event in events]
    Message.objects.filter(state=State.PENDING).update(
        state=State.DROPPED, dropped_because="not of the backlog"
    )
    rows = []
    for number in range(count):
        event = events[number % DOCUMENTS]
        rows += messages(
            channel="mail",
            subject=event.document.number,
            at=event.at,
            payload={"event": event.pk},
            ordering_key=event.document.number,
            recipients=[people[number % DOCUMENTS] or 0],
            key=f"{kind}:{number}",
        )
    return Message.objects.bulk_create(rows)
