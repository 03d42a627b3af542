"""Whether the audit trail is what it was."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from audit.verifying import verify


class Command(BaseCommand):
    """Verify the chain; exit 1 and name the first bad row when it is not intact."""

    # The checks load every page of the application, of which none is needed here.
    requires_system_checks = ()
    help = "Reads the audit chain again and compares the anchored heads; exits with 1 on a fault."

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer the machine-readable answer."""
        parser.add_argument(
            "--chain-only",
            action="store_true",
            help="do not read the sealed files that events tell of",
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify and print."""
        verdict = verify(things=not options["chain_only"])
        bad = verdict.first_bad
        if options["json"]:
            answer = {
                "intact": verdict.intact,
                "events": verdict.events,
                "first_bad": asdict(bad) if bad else None,
                "unchained": verdict.unchained,
                "anchored": verdict.anchored,
            }
            self.stdout.write(json.dumps(answer))
        else:
            self.stdout.write("intact" if bad is None else "NOT intact")
            if bad:
                self.stdout.write(f"first bad: position {bad.position}, row {bad.id}: {bad.reason}")
            self.stdout.write(f"events {verdict.events}, not chained yet {verdict.unchained}")
            self.stdout.write(
                f"anchored up to {verdict.anchored}"
                if verdict.anchored
                else "no anchor file to compare with"
            )
        if bad:
            raise SystemExit(1)
