"""How the outbox stands: counts by state, the oldest waiting message."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from outbox.counting import standing


class Command(BaseCommand):
    """Print the counts; exit 1 when a message needs attention."""

    # The checks load every page of the application, of which none is needed here.
    requires_system_checks = ()
    help = "Counts the messages by state; exits with 1 when one needs attention."

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer the machine-readable answer."""
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count and print."""
        now = standing()
        oldest = now["oldest_pending_at"]
        if options["json"]:
            answer = {**now, "oldest_pending_at": oldest.isoformat() if oldest else None}
            self.stdout.write(json.dumps(answer))
        else:
            for state in ("pending", "sent", "attention", "dropped"):
                self.stdout.write(f"{state:<10} {now[state]:>8}")
            for channel, counts in now["channels"].items():
                self.stdout.write(f"  {channel}: {counts}")
            self.stdout.write(f"oldest waiting: {oldest.isoformat() if oldest else '-'}")
        if now["attention"]:
            raise SystemExit(1)
