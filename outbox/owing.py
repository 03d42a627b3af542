"""Writing down what is owed, inside the transaction of the step that owes it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import uuid4

from django.conf import settings

from outbox.models import Message

# An id, a code, a number, an ISO instant, a hash: no blanks, so no sentence and hardly a name.
CODE = re.compile(r"[A-Za-z0-9._:/+\-]{0,160}")


def owe(
    *,
    channel: str,
    subject: str,
    at: datetime,
    payload: Mapping[str, object] | None = None,
    ordering_key: str = "",
    recipients: Iterable[int] | None = None,
    key: str = "",
    due_at: datetime | None = None,
) -> None:
    """Owe one message per recipient (ids of people), or a single one without recipient.

    `subject` is the reference the message is about (a document number). Messages of one channel
    with the same `ordering_key` reach each recipient in the order they were owed. The same
    `key` owes the same recipient only once, ever; without a key every call owes anew. What is
    owed for later is not delivered before `due_at`.

    Raises ValueError for a channel that settings.OUTBOX_CHANNELS does not name and for a payload
    that holds more than ids and codes. Touches the database only, never the broker.
    """
    write(
        messages(
            channel=channel,
            subject=subject,
            at=at,
            payload=payload,
            ordering_key=ordering_key,
            recipients=recipients,
            key=key,
            due_at=due_at,
        )
    )


def messages(
    *,
    channel: str,
    subject: str,
    at: datetime,
    payload: Mapping[str, object] | None = None,
    ordering_key: str = "",
    recipients: Iterable[int] | None = None,
    key: str = "",
    due_at: datetime | None = None,
) -> list[Message]:
    """Make the rows that `owe` writes, for who owes on several channels in one statement."""
    if channel not in settings.OUTBOX_CHANNELS:
        raise ValueError(f"No handler is configured for the channel {channel!r}.")
    content = dict(payload or {})
    refuse_words(content)
    base = key or uuid4().hex
    return [
        Message(
            channel=channel,
            subject=subject,
            ordering_key=ordering_key,
            payload=content,
            recipient_id=recipient,
            idempotency_key=f"{channel}:{base}:{'' if recipient is None else recipient}",
            created_at=at,
            next_attempt_at=due_at,
        )
        for recipient in _each_once(recipients)
    ]


def write(rows: Iterable[Message]) -> None:
    """Owe these messages; those whose key is owed already are left as they are."""
    Message.objects.bulk_create(rows, ignore_conflicts=True)


def refuse_words(value: object, name: str = "payload") -> None:
    """Raise ValueError where a payload holds anything but ids and codes."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            refuse_words(str(key), f"{name} key")
            refuse_words(part, f"{name}.{key}")
    elif isinstance(value, list | tuple):
        for part in value:
            refuse_words(part, name)
    elif isinstance(value, str):
        if not CODE.fullmatch(value):
            raise ValueError(f"{name} holds words, only ids and codes are owed: {value!r}")
    elif not (value is None or isinstance(value, int)):
        raise ValueError(f"{name} holds a {type(value).__name__}, only ids and codes are owed.")


def _each_once(recipients: Iterable[int] | None) -> Sequence[int | None]:
    if recipients is None:
        return [None]
    return sorted(set(recipients))
