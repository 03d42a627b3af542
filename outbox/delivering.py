"""Handing claimed messages to their channel's handler, and keeping the book of outcomes."""

import logging
import re
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from enum import Enum

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string

from outbox.claiming import MOST_ATTEMPTS, claim_next
from outbox.holding import held
from outbox.models import Message, State

Handler = Callable[[Message], None]

logger = logging.getLogger(__name__)

# 5 s, 15 s, 45 s … : a broker's hiccup costs seconds, a mail server's bad hour is outlasted.
FIRST_PAUSE = timedelta(seconds=5)
PAUSE_FACTOR = 3
ADDRESS = re.compile(r"[^\s<>'\"(),:]+@[^\s<>'\"(),:]+")


class Outcome(Enum):
    """What became of one claimed message."""

    SENT = "sent"
    RETRY = "retry"
    ATTENTION = "attention"
    LOST = "lost"
    DROPPED = "dropped"


class Undeliverable(Exception):
    """Trying again is of no use; the message is dropped, with this as the reason."""


class LeaseLost(Exception):
    """Another worker has taken the message since; what this one wrote is undone."""


def deliver_next(
    *, clock: Callable[[], datetime], channels: Collection[str] | None = None
) -> Outcome | None:
    """Claim the next due message and run its handler; None when nothing is due.

    The handler runs outside any transaction of ours. It may raise: the message is tried again
    after a growing pause and needs attention after the eighth time. A handler that writes rows
    does so inside `settling`, so that its work and the outcome are one commit.
    """
    message = claim_next(at=clock(), channels=channels)
    if message is None:
        return None
    try:
        with held(message, clock=clock):
            handler_of(message.channel)(message)
        if not _is_settled(message):
            _mark_sent(message, at=clock())
    except LeaseLost:
        logger.warning("The lease of %s ran out before it was delivered.", message)
        return Outcome.LOST
    except Undeliverable as reason:
        return _mark_dropped(message, str(reason))
    except Exception as error:  # whatever a handler raises is an outcome, kept in the row
        logger.exception(
            "%s was not delivered (attempt %d).",
            message,
            message.attempts,
            extra={"document": message.subject, "outbox": message.pk},
        )
        return _mark_failed(message, error, at=clock())
    return Outcome.SENT


@contextmanager
def settling(*, message: Message, at: datetime) -> Iterator[None]:
    """Open a transaction that ends with this message marked sent.

    For handlers: what is written inside is committed together with the outcome, or not at all.
    Raises LeaseLost when the message has meanwhile been taken by another worker.
    """
    with transaction.atomic():
        yield
        _mark_sent(message, at=at)


def handler_of(channel: str) -> Handler:
    """Return the function that settings.OUTBOX_CHANNELS names for this channel."""
    handler: Handler = import_string(settings.OUTBOX_CHANNELS[channel])
    return handler


def take_up_again(*, ids: Collection[int] | None = None) -> int:
    """Let messages that need attention be tried anew, all of them by default; returns how many."""
    waiting = Message.objects.filter(state=State.ATTENTION)
    if ids is not None:
        waiting = waiting.filter(pk__in=ids)
    return waiting.update(state=State.PENDING, attempts=0, next_attempt_at=None)


def drop(*, ids: Collection[int], because: str) -> list[int]:
    """Let messages go that need attention, or wait and are in nobody's hands; returns their ids.

    They stay on record with the reason, and no longer hold up what was owed after them.
    """
    free = Q(state=State.ATTENTION) | Q(state=State.PENDING, leased_until=None)
    with transaction.atomic():
        found = Message.objects.select_for_update(skip_locked=True).filter(free, pk__in=ids)
        dropped = list(found.order_by("pk").values_list("pk", flat=True))
        Message.objects.filter(pk__in=dropped).update(
            state=State.DROPPED, next_attempt_at=None, dropped_because=because[:400]
        )
    return dropped


def _our_claim(message: Message) -> QuerySet[Message]:
    """Find the row only while our claim is its latest: `attempts` is the fencing token."""
    return Message.objects.filter(pk=message.pk, state=State.PENDING, attempts=message.attempts)


def _is_settled(message: Message) -> bool:
    return message.state == State.SENT


def _mark_sent(message: Message, *, at: datetime) -> None:
    found = _our_claim(message).update(
        state=State.SENT, sent_at=at, leased_until=None, next_attempt_at=None, last_error=""
    )
    if not found:
        raise LeaseLost
    message.state, message.sent_at = State.SENT, at


def _mark_failed(message: Message, error: Exception, *, at: datetime) -> Outcome:
    last = message.attempts >= MOST_ATTEMPTS
    pause = FIRST_PAUSE * PAUSE_FACTOR ** (message.attempts - 1)
    found = _our_claim(message).update(
        state=State.ATTENTION if last else State.PENDING,
        next_attempt_at=None if last else at + pause,
        leased_until=None,
        last_error=_short(error),
    )
    if not found:
        return Outcome.LOST
    return Outcome.ATTENTION if last else Outcome.RETRY


def _mark_dropped(message: Message, reason: str) -> Outcome:
    found = _our_claim(message).update(
        state=State.DROPPED, next_attempt_at=None, leased_until=None, dropped_because=reason[:400]
    )
    return Outcome.DROPPED if found else Outcome.LOST


def _short(error: Exception) -> str:
    """Tell an error in a line: no NUL, which PostgreSQL refuses, and nobody's address."""
    text = ADDRESS.sub("…@…", f"{type(error).__name__}: {error}".replace("\0", "\\0"))
    return " ".join(text.encode("utf-8", "replace").decode().split())[:400]
