"""Print who may open which address: name, pattern, methods, policy."""

import json
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.urls import URLPattern, URLResolver, get_resolver

from macd.policy.pages import row_for


class Command(BaseCommand):
    """Exit 1 when an address has no policy."""

    requires_system_checks = ()
    help = "List every address with its methods and policy; exit 1 when one has none."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --json."""
        parser.add_argument("--json", action="store_true", help="print one JSON list")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line for each address."""
        rows = [_told(name, pattern) for name, pattern in addresses()]
        if options["json"]:
            self.stdout.write(json.dumps(rows))
        else:
            for row in rows:
                methods = " ".join(row["methods"]) or "-"
                self.stdout.write(
                    f"{row['name']:38} {row['pattern']:60} {methods:10} {row['policy']}"
                )
        if any(not row["methods"] for row in rows):
            raise SystemExit(1)


def addresses() -> list[tuple[str, str]]:
    """Every address of the installation as (name, pattern), in the order of resolving."""
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(
    patterns: list[URLPattern | URLResolver], prefix: str, namespace: str
) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        whole = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, whole, inner)
        else:
            yield f"{namespace}{pattern.name or ''}", whole


def _told(name: str, pattern: str) -> dict[str, Any]:
    row = row_for(name)
    return {
        "name": name,
        "pattern": pattern,
        "methods": sorted(row.methods) if row else [],
        "policy": row.who.value if row else "nobody wrote one",
    }
