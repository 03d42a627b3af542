"""Make an empty installation the one that was saved, and verify it."""

import json
import tarfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from macd.management.backups.programs import ProgramFailed
from macd.management.backups.restoring import CannotRestore, restore


class Command(BaseCommand):
    """Restore; exit 1 when something is not as it was saved, 2 when nothing was restored."""

    help = (
        "Restores FILE into this empty installation and compares rows, file hashes and audit trail"
        " with it. Exits with 1 when something is not as it was saved, with 2 when the file is no"
        " backup or the installation is not empty."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, and offer the machine-readable answer."""
        parser.add_argument("file", type=Path, help="what `backup` wrote")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, verify and tell."""
        if "owner" not in connections:
            raise CommandError("DATABASE_OWNER_URL is not set: the owner restores.", returncode=2)
        try:
            restored = restore(options["file"])
        except (CannotRestore, ProgramFailed, OSError, tarfile.TarError) as failed:
            raise CommandError(f"Not restored: {failed}", returncode=2) from failed
        if options["json"]:
            self.stdout.write(json.dumps(asdict(restored)))
        else:
            self.stdout.write(
                f"Restored {restored.rows} rows of {restored.tables} tables, {restored.files}"
                f" files and {restored.audit_events} audit events."
            )
            for problem in restored.problems:
                self.stderr.write(problem)
        if restored.problems:
            raise SystemExit(1)
