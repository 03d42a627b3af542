"""What became of the mails owed about some documents: counted in the mailbox, by Message-ID."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from accounts.tenancy import as_system
from demo.models import MailboxMessage
from outbox.mail import message_id_for
from outbox.models import Message, State


@dataclass(frozen=True)
class Mails:
    """Owed mails that arrived never or more than once, and messages that are not at their end."""

    owed: int
    lost: int
    twice: int
    waiting: int
    attention: int


def mails_about(numbers: Collection[str]) -> Mails:
    """Count what is owed and what arrived about these documents."""
    with as_system():
        rows = list(Message.objects.filter(subject__in=list(numbers)))
        arrived = Counter(MailboxMessage.objects.values_list("message_id", flat=True))
    mails = [row for row in rows if row.channel == "mail" and row.state == State.SENT]
    counts = [arrived[message_id_for(row)] for row in mails]
    return Mails(
        owed=sum(row.channel == "mail" for row in rows),
        lost=sum(count == 0 for count in counts),
        twice=sum(count - 1 for count in counts if count > 1),
        waiting=sum(row.state == State.PENDING for row in rows),
        attention=sum(row.state == State.ATTENTION for row in rows),
    )
