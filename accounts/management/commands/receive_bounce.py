"""Take a mail that came back, as a mail server pipes it."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.bounces import NoBounce, bounces_in
from accounts.choices import record_bounce
from accounts.clock import now


class Command(BaseCommand):
    """Note whose address failed; exit 1 when nobody here has it, 2 when it is no bounce."""

    # The checks load every page of the application, of which none is needed here.
    requires_system_checks = ()
    help = (
        "Reads one mail from standard input, as a mail server pipes what comes back, and sends no"
        " more news to addresses that failed for good, only mails about signing in. Exits with 1"
        " when nobody here has such an address, with 2 when the mail is no delivery report."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer the machine-readable answer."""
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, note and tell."""
        try:
            bounces = bounces_in(sys.stdin.buffer.read())
        except NoBounce as reason:
            raise CommandError(str(reason), returncode=2) from reason
        at = now()
        noted = [
            record_bounce(address=bounce.address, reason=bounce.reason, at=at) is not None
            for bounce in bounces
        ]
        answer = {"failed": len(bounces), "known": sum(noted)}
        told = f"{answer['failed']} failed, {answer['known']} of them known here."
        self.stdout.write(json.dumps(answer) if options["json"] else told)
        if bounces and not any(noted):
            raise SystemExit(1)
