"""Holding a claimed message while its handler works.

A lease as long as the longest handler would leave a dead worker's message lying for as long. So the
lease is short, and whoever works renews it: a document of a thousand lines may take minutes, and
what a killed worker had in hand is free again within seconds.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import Error, connection

from outbox.claiming import LEASE
from outbox.models import Message, State

logger = logging.getLogger(__name__)

RENEW_SECONDS = 5.0
TRY_AGAIN_SECONDS = 1.0
# Longer than any handler may run: one that hangs where nobody ends it is let go in the end.
MOST_SECONDS = 600.0


@contextmanager
def held(
    message: Message, *, clock: Callable[[], datetime], every: float = RENEW_SECONDS
) -> Iterator[None]:
    """Renew the lease of our claim every few seconds until the block ends."""
    done = threading.Event()
    holder = threading.Thread(
        target=_renew_until, args=(done, message, clock, every), name=f"holds {message}"
    )
    holder.daemon = True
    holder.start()
    try:
        yield
    finally:
        done.set()
        holder.join()


def renew(message: Message, *, at: datetime) -> bool:
    """Lengthen the lease of our claim; False where the message is no longer ours."""
    ours = Message.objects.filter(
        pk=message.pk, state=State.PENDING, attempts=message.attempts, leased_until__isnull=False
    )
    return bool(ours.update(leased_until=at + LEASE))


def _renew_until(
    done: threading.Event, message: Message, clock: Callable[[], datetime], every: float
) -> None:
    ends_at, pause = time.monotonic() + MOST_SECONDS, every
    while not done.wait(pause) and time.monotonic() < ends_at:
        try:
            if not renew(message, at=clock()):
                return
            pause = every
        except Error as error:
            logger.warning("The lease of %s could not be renewed: %s", message, error)
            pause = min(TRY_AGAIN_SECONDS, every)
        finally:
            # This thread's own connection, which nobody else would close.
            connection.close()
