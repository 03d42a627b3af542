"""Deliver the outbox without broker or workers."""

import json
import time
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import Error, connection
from django.utils import timezone

from outbox.claiming import give_up_exhausted
from outbox.delivering import Outcome, deliver_next, take_up_again


class Command(BaseCommand):
    """Deliver what is due in this process; exit 1 when something could not be delivered."""

    # The checks load every page of the application, of which none is needed here.
    requires_system_checks = ()
    help = "Delivers what is due, in this process; exits with 1 when a message failed."

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer a single pass, a second chance, and the machine-readable answer."""
        parser.add_argument("--once", action="store_true", help="stop when nothing is due")
        parser.add_argument(
            "--attention", action="store_true", help="first take up what needs attention again"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object at the end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Deliver once, or until interrupted."""
        if options["attention"]:
            take_up_again()
        outcomes: Counter[Outcome] = Counter()
        try:
            if options["once"]:
                self.deliver(outcomes)
            while not options["once"]:
                self.deliver_or_wait(outcomes)
        except KeyboardInterrupt:
            self.stderr.write("Stopped.")
        answer = {outcome.value: outcomes[outcome] for outcome in Outcome}
        self.stdout.write(
            json.dumps(answer)
            if options["json"]
            else "  ".join(f"{name} {count}" for name, count in answer.items())
        )
        if outcomes[Outcome.RETRY] or outcomes[Outcome.ATTENTION]:
            raise SystemExit(1)

    def deliver_or_wait(self, outcomes: Counter[Outcome]) -> None:
        """Deliver, and rest a second; a database that is away is waited for."""
        try:
            self.deliver(outcomes)
        except Error as away:
            self.stderr.write(f"The database cannot be reached: {away}")
            connection.close()
        time.sleep(1)

    def deliver(self, outcomes: Counter[Outcome]) -> None:
        """Deliver until nothing is due."""
        give_up_exhausted(at=timezone.now())
        while (outcome := deliver_next(clock=timezone.now)) is not None:
            outcomes[outcome] += 1
