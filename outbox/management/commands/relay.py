"""The small process between PostgreSQL's notifications and the workers."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from outbox.listening import relay
from outbox.tasks import wake


class Command(BaseCommand):
    """Run the relay until it is told to stop."""

    # They would load every page of the application into a process that only passes words on.
    requires_system_checks = ()
    help = "Listens for new messages in the outbox and wakes the workers, until stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        """Listen; SIGTERM and Ctrl-C end it within a second."""
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        relay(wake=wake, running=lambda: not stopped.is_set())
