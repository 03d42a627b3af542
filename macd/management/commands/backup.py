"""Save everything this installation knows in one file."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from accounts.clock import now
from macd.management.backups.programs import ProgramFailed
from macd.management.backups.saving import save


class Command(BaseCommand):
    """Write the backup; exit 1 when a file was missing or damaged, 2 when there is none."""

    help = (
        "Saves database, stored files, anchors and the demonstration's seal in FILE. Exits with 1"
        " when a stored file is missing or damaged (the rest is saved), with 2 when nothing was."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, and offer the machine-readable answer."""
        parser.add_argument("file", type=Path, help="where to; must not exist yet")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Save and tell."""
        if "owner" not in connections:
            raise CommandError("DATABASE_OWNER_URL is not set: the owner saves.", returncode=2)
        try:
            saved = save(options["file"].absolute(), at=now())
        except FileExistsError:
            message = f"{options['file']} exists already."
            raise CommandError(message, returncode=2) from None
        except (ProgramFailed, OSError) as failed:
            raise CommandError(f"Nothing was saved: {failed}", returncode=2) from failed
        if options["json"]:
            self.stdout.write(json.dumps({"file": str(options["file"]), **asdict(saved)}))
        else:
            self.stdout.write(
                f"Saved {saved.rows} rows of {saved.tables} tables and {saved.files} files"
                f" in {options['file']} ({saved.size} bytes)."
            )
            for problem in saved.problems:
                self.stderr.write(problem)
        if saved.problems:
            raise SystemExit(1)
