"""The relay: hears of new messages from PostgreSQL and wakes the workers."""

import logging
import time
from collections.abc import Callable, Iterable

import psycopg
from django.db import Error, connection
from django.utils import timezone

from outbox.claiming import due_channels

logger = logging.getLogger(__name__)

Wake = Callable[[Iterable[str]], bool]


def relay(*, wake: Wake, running: Callable[[], bool], pause: float = 1.0) -> None:
    """Pass notifications on to `wake` while `running`, over restarts of database and broker.

    `pause` is the longest wait in seconds between two looks at `running`, and between attempts
    to reach a database or a broker that is away. A channel stays owed until `wake` answers True.
    """
    while running():
        try:
            _listen(wake=wake, running=running, pause=pause)
        except (psycopg.Error, Error) as error:
            logger.warning("The database cannot be reached, the relay waits: %s", error)
            connection.close()
            time.sleep(pause)


def _listen(*, wake: Wake, running: Callable[[], bool], pause: float) -> None:
    """Listen on one connection until it breaks or the relay is to stop."""
    # First listen, then look: what is committed in between is seen by the one or by the other.
    with _own_connection() as listener:
        listener.execute("LISTEN outbox")
        logger.info("The relay listens.")
        waiting = set(due_channels(at=timezone.now()))
        while running():
            if waiting and wake(sorted(waiting)):
                waiting.clear()
            for notification in listener.notifies(timeout=pause, stop_after=1):
                waiting.add(notification.payload)
            # Whatever came in with the first one needs no wake-up of its own.
            waiting.update(each.payload for each in listener.notifies(timeout=0))


def _own_connection() -> psycopg.Connection[tuple[object, ...]]:
    """Open a connection beside Django's, which would be handed to queries in between."""
    parameters = connection.get_connection_params()
    for name in ("cursor_factory", "context", "server_side_binding"):
        parameters.pop(name, None)
    return psycopg.connect(**parameters, autocommit=True, application_name="outbox relay")
