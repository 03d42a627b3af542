"""Add to sealed documents and letters what proves their certificates, as long as they are kept."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.clock import now
from files.storage import FileDamaged, FileMissing
from finance.sealing import extend_letter, letters_without
from macd.stamping import extend_version, sealed_without
from signing.keys import SealKeyUnusable, seal_key
from signing.models import Stage


class Command(BaseCommand):
    """Exit 0: all extended; 1: some could not be; 2: nothing to prove them with."""

    # The checks load every page of the application, of which none is needed here.
    requires_system_checks = ()
    help = (
        "Add certificates and revocation data to every sealed document and letter that has none "
        "yet (PAdES B-LT; with TSA_URL also a time stamp over them). SEAL_TRUST names the roots "
        "that are believed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how many at most and the form of the answer."""
        parser.add_argument("--limit", type=int, default=None, help="extend so many at most")
        parser.add_argument("--json", action="store_true", help="answer with one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Extend one after another; what fails is named and left as it is."""
        # Loaded here: the PDF library takes a while, and --help needs none of it.
        from signing.stamp import NotExtended, NotStamped, extend_pdf

        roots = self._roots()
        extended, failed = 0, {}
        owed = [
            *((extend_version, *each) for each in sealed_without(Stage.EXTENDED)),
            *((extend_letter, *each) for each in letters_without(Stage.EXTENDED)),
        ]
        for extend, row_id, name in owed[: options["limit"]]:
            try:
                extended += extend(row_id, made=lambda pdf: extend_pdf(pdf, trust=roots), at=now())
            except (NotExtended, NotStamped, FileMissing, FileDamaged) as reason:
                failed[name] = f"{type(reason).__name__}: {reason}"
        self._tell(extended, failed, as_json=options["json"])
        if failed:
            sys.exit(1)

    def _roots(self) -> list[Any]:
        from signing.stamp import trusted_roots

        try:
            given = trusted_roots()
            key = seal_key()
        except (SealKeyUnusable, ValueError) as reason:
            raise CommandError(str(reason), returncode=2) from reason
        top = [key.certificate, *key.chain][-1]
        # A certificate that stands by itself, as the demonstration's, is its own root.
        return [*given, top] if top.issuer == top.subject else given

    def _tell(self, extended: int, failed: dict[str, str], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({"extended": extended, "failed": failed}))
            return
        self.stdout.write(f"extended {extended}, failed {len(failed)}")
        self.stdout.writelines(f"- {name}: {reason}\n" for name, reason in failed.items())
