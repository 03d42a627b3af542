"""Celery's way to the outbox: woken by the relay, swept by the scheduler."""

import logging
import time
from collections.abc import Iterable

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from outbox.claiming import due_channels, give_up_exhausted
from outbox.delivering import deliver_next

logger = logging.getLogger(__name__)

# A worker gives other tasks a turn after this many seconds, so that a burst of slow messages on
# one channel does not hold up the others. The last message of a turn ends, or is killed, within
# its lease (claiming.LEASE).
TURN = 3.0
SOFT_LIMIT = 36
HARD_LIMIT = 39


@shared_task(
    name="outbox.tasks.deliver",
    ignore_result=True,
    soft_time_limit=SOFT_LIMIT,
    time_limit=HARD_LIMIT,
)
def deliver(channel: str | None = None) -> None:
    """Deliver what is due on a channel (or on all); a turn that runs out wakes a successor."""
    channels = None if channel is None else [channel]
    ends_at = time.monotonic() + TURN
    while deliver_next(clock=timezone.now, channels=channels) is not None:
        if time.monotonic() >= ends_at:
            wake([channel])
            return


@shared_task(name="outbox.tasks.sweep", ignore_result=True, expires=10)
def sweep() -> None:
    """Find what no wake-up reached: lost ones, due retries, messages of dead workers."""
    at = timezone.now()
    give_up_exhausted(at=at)
    wake(due_channels(at=at))


def wake(channels: Iterable[str | None]) -> bool:
    """Ask the workers to deliver these channels; False when the broker cannot be reached."""
    try:
        for channel in channels:
            deliver.apply_async(
                args=(channel,),
                retry=False,
                expires=60,
            )
    except OperationalError as error:
        logger.warning("The broker cannot be reached, the outbox waits: %s", error)
        return False
    return True
