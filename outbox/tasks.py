"""Celery's way to the outbox: woken by the relay, swept by the scheduler."""

import logging
import time
from collections.abc import Iterable

from celery import shared_task
from django.conf import settings
from django.utils import timezone
from kombu.exceptions import OperationalError

from outbox.claiming import due_channels, give_up_exhausted
from outbox.delivering import deliver_next

logger = logging.getLogger(__name__)

# A worker gives other queues a turn after this many seconds, so that a burst of slow messages on
# one channel does not hold up the others: each has its turn within seconds. The last message of a
# turn may take the channel's seconds (settings.OUTBOX_SECONDS), and is killed soon after them.
TURN = 1.5
SECONDS = 36
GRACE_SECONDS = 3


@shared_task(
    name="outbox.tasks.deliver",
    ignore_result=True,
    soft_time_limit=SECONDS,
    time_limit=SECONDS + GRACE_SECONDS,
)
def deliver(channel: str | None = None) -> None:
    """Deliver what is due on a channel (or on all); a turn that runs out wakes a successor."""
    channels = None if channel is None else [channel]
    ends_at = time.monotonic() + (0 if channel in settings.OUTBOX_YIELDING else TURN)
    while deliver_next(clock=timezone.now, channels=channels) is not None:
        if time.monotonic() >= ends_at:
            wake([channel])
            return


@shared_task(name="outbox.tasks.sweep", ignore_result=True)
def sweep() -> None:
    """Find what no wake-up reached: lost ones, due retries, messages of dead workers."""
    at = timezone.now()
    give_up_exhausted(at=at)
    wake(due_channels(at=at))


def wake(channels: Iterable[str | None]) -> bool:
    """Ask the workers to deliver these channels; False when the broker cannot be reached.

    Each channel is asked for in the queue of its name, all at once in the default one.
    """
    try:
        for channel in channels:
            seconds = seconds_of(channel)
            deliver.apply_async(
                args=(channel,),
                queue=channel or settings.CELERY_TASK_DEFAULT_QUEUE,
                retry=False,
                expires=60,
                soft_time_limit=seconds,
                time_limit=seconds + GRACE_SECONDS,
            )
    except OperationalError as error:
        logger.warning("The broker cannot be reached, the outbox waits: %s", error)
        return False
    return True


def seconds_of(channel: str | None) -> int:
    """Return how long one message of a channel may take; of any channel, where none is named."""
    slow: dict[str, int] = settings.OUTBOX_SECONDS
    return max(slow.values(), default=SECONDS) if channel is None else slow.get(channel, SECONDS)
