"""Say whether a PDF file is genuine."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from signing.results import TITLES
from signing.verify import Finding, verify_pdf


class Command(BaseCommand):
    """Exit 0: genuine; 1: anything else; 2: the file cannot be read."""

    help = "Say whether a PDF file is one that was sealed here, unchanged and in force."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file's path and the form of the answer."""
        parser.add_argument("file", help="the PDF file")
        parser.add_argument("--json", action="store_true", help="answer with one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the verdict and leave with its exit code."""
        try:
            pdf = Path(options["file"]).read_bytes()
        except (OSError, ValueError) as error:
            raise CommandError(f"{options['file']}: {error}", returncode=2) from error
        verdict = verify_pdf(pdf)
        if options["json"]:
            answer = {
                "verdict": verdict.verdict.value,
                "reasons": verdict.reasons,
                "document": verdict.document,
                "version": verdict.version,
            }
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            self.stdout.write(str(TITLES[verdict.verdict]))
            if verdict.document:
                self.stdout.write(f"{verdict.document} · {verdict.version}")
            self.stdout.writelines(f"- {reason}\n" for reason in verdict.reasons)
        if verdict.verdict != Finding.GENUINE:
            sys.exit(1)
