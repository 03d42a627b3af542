"""Waiting until an installation owes nothing more."""

import time

from django.db import Error, connections

from outbox.models import Message, State


def wait_until_idle(*, within: float = 600.0) -> float:
    """Wait until no message waits any more, at most so many seconds; return how long it took."""
    began = time.monotonic()
    while time.monotonic() - began < within:
        try:
            if not Message.objects.filter(state=State.PENDING).exists():
                break
        except Error:
            connections.close_all()
        time.sleep(0.2)
    return time.monotonic() - began


def failing() -> int:
    """Count the messages that an operator sees as tried and not sent."""
    return Message.objects.exclude(last_error="").exclude(state=State.SENT).count()
