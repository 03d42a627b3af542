"""Print the life of a document as a page: docs/workflow.md is this command's output."""

import json
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from macd.vocabulary import LineStatus, Status
from macd.workflow import LINE_TRANSITIONS, TMF622, TRANSITIONS, T

HEAD = """# The life of a document

Printed by `bin/manage workflow_doc` from the table in `macd/workflow.py`; a test compares them.

## Statuses

| status | the customer reads | TMF622 |
|---|---|---|
"""
STEPS = """
## Steps on a document

| step | from | to | by | has the ball then | told | asked of it |
|---|---|---|---|---|---|---|
"""
LINES = """
## Steps on an item

| step | from | to | by | told | asked of it |
|---|---|---|---|---|---|
"""


class Command(BaseCommand):
    """Print the workflow."""

    # The checks load every page of the application, of which none is needed here.
    requires_system_checks = ()
    help = "Print the life of a document from the workflow table, as Markdown or as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --json."""
        parser.add_argument("--json", action="store_true", help="one JSON object instead")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the page to standard output."""
        self.stdout.write(json.dumps(table()) if options["json"] else page(), ending="")


def page() -> str:
    """The page as Markdown, in English."""
    with translation.override("en"):
        statuses = "".join(
            f"| {status.value} | {status.label} | {TMF622[status] or '–'} |\n" for status in Status
        )
        steps = "".join(
            f"| {row.step.value}{f' ({row.when.label})' if row.when else ''} "
            f"| {_words(row.from_)} | {_target(row)} "
            f"| {_words(row.by)} | {row.ball.value if row.ball else 'named by the step'} "
            f"| {_words(row.tell)} | {_words(row.demand)} |\n"
            for row in TRANSITIONS
        )
        lines = "".join(
            f"| {row.step.value} | {_words(row.from_)} | {row.to.value} | {_words(row.by)} "
            f"| {_words(row.tell)} | {_words(row.demand)} |\n"
            for row in LINE_TRANSITIONS
        )
    return HEAD + statuses + STEPS + steps + LINES + lines


def table() -> dict[str, Any]:
    """The same as plain data."""
    return {
        "statuses": {status.value: TMF622[status] for status in Status},
        "item_statuses": [status.value for status in LineStatus],
        "steps": [
            {
                "step": row.step.value,
                "from": sorted(row.from_),
                "to": row.to.value if row.to else None,
                "by": sorted(row.by),
                "ball": row.ball.value if row.ball else None,
                "tell": sorted(row.tell),
                "demand": sorted(row.demand),
            }
            for row in TRANSITIONS
        ],
    }


def _words(values: Iterable[str]) -> str:
    return ", ".join(sorted(str(value) for value in values)) or "–"


def _target(row: T) -> str:
    last = row.to.value if row.to else "where it came from"
    return " → ".join([*(status.value for status in row.via), last])
