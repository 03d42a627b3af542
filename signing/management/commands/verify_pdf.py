"""Say whether PDF files are genuine."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from signing.results import TITLES
from signing.verify import Finding, Verdict, verify_pdf


class Command(BaseCommand):
    """Exit 0: all are genuine; 1: anything else; 2: a file cannot be read."""

    # The checks load every page of the application, of which none is needed here.
    requires_system_checks = ()
    help = "Say whether PDF files are ones that were sealed here, unchanged and in force."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the files' paths and the form of the answer."""
        parser.add_argument("files", nargs="+", metavar="file", help="a PDF file")
        parser.add_argument("--json", action="store_true", help="one JSON object a line, for each")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the verdict on each and leave with their exit code."""
        paths: list[str] = options["files"]
        verdicts = [verify_pdf(_read(path)) for path in paths]
        for path, verdict in zip(paths, verdicts, strict=True):
            if options["json"]:
                self.stdout.write(json.dumps(_answer(verdict), ensure_ascii=False))
                continue
            if len(paths) > 1:
                self.stdout.write(f"{path}:")
            self.stdout.writelines(f"{line}\n" for line in _told(verdict))
        if any(verdict.verdict != Finding.GENUINE for verdict in verdicts):
            sys.exit(1)


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except (OSError, ValueError) as error:
        raise CommandError(f"{path}: {error}", returncode=2) from error


def _answer(verdict: Verdict) -> dict[str, Any]:
    return {
        "verdict": verdict.verdict.value,
        "reasons": verdict.reasons,
        "document": verdict.document,
        "version": verdict.version,
    }


def _told(verdict: Verdict) -> Iterator[str]:
    yield str(TITLES[verdict.verdict])
    if verdict.document:
        yield f"{verdict.document} · {verdict.version}"
    yield from (f"- {reason}" for reason in verdict.reasons)
