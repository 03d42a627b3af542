"""Replay what was recorded about every service, and compare it with the periods in the tables."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from accounts.tenancy import as_system
from services.inventory import rebuild
from services.models import Service


class Command(BaseCommand):
    """Exit 0 when the periods follow from the entries, 1 when they did not."""

    # The checks load every page of the application, of which none is needed here.
    requires_system_checks = ()
    help = "Replay the inventory's entries and compare them with the periods; mend what differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what can be typed."""
        parser.add_argument("--check", action="store_true", help="only compare, change nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Replay; print each service that differs."""
        with as_system():
            services = Service.objects.count()
            problems = rebuild(check=options["check"])
        if options["json"]:
            self.stdout.write(json.dumps({"services": services, "problems": problems}))
        else:
            for problem in problems:
                self.stdout.write(problem)
            mended = "" if options["check"] or not problems else ", mended"
            self.stdout.write(f"{services} services, {len(problems)} differ{mended}")
        if problems:
            raise SystemExit(1)
