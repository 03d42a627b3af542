"""Print which test shows which rule: docs/rules.md is this command's output."""

import ast
import json
import re
from collections import defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from macd.management.rules import RULES

HEAD = """# The rules, and the tests that show them

Printed by `bin/manage rules_doc` from the tests named `test_rule_NN_…`; a test compares them.
Each line is what one case says; the name of its test is in brackets.
"""
NAMED = re.compile(r"test_rule_(\d\d(?:_and_\d\d)*)_(\w+)")


@dataclass(frozen=True, slots=True)
class Case:
    """One test of one rule."""

    rule: int
    says: str
    test: str


def cases_in(folder: Path) -> list[Case]:
    """The cases of all tests in a folder, by rule, in the order of the files."""
    found = []
    for path in sorted(folder.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            named = isinstance(node, ast.FunctionDef) and NAMED.match(node.name)
            if isinstance(node, ast.FunctionDef) and named:
                where = f"{path.relative_to(folder.parent).as_posix()}::{node.name}"
                says = _says(node, named.group(2))
                found += [Case(int(rule), says, where) for rule in named.group(1).split("_and_")]
    return sorted(found, key=lambda case: (case.rule, case.test))


def _says(node: ast.FunctionDef, words: str) -> str:
    """The docstring's first paragraph in one line, else the words of the name."""
    told = (ast.get_docstring(node) or "").split("\n\n", 1)[0]
    return " ".join(told.split()) or f"{words[0].upper()}{words[1:].replace('_', ' ')}."


def page(cases: list[Case]) -> str:
    """The page as Markdown."""
    by_rule: dict[int, list[Case]] = defaultdict(list)
    for case in cases:
        by_rule[case.rule].append(case)
    parts = [HEAD]
    for number, title in RULES.items():
        lines = [f"* {case.says} (`{case.test}`)" for case in by_rule[number]] or ["* No test yet."]
        parts.append(f"\n## {number}. {title}\n\n" + "\n".join(lines) + "\n")
    return "".join(parts)


class Command(BaseCommand):
    """Print the rules."""

    # The checks load every page of the application, of which none is needed here.
    requires_system_checks = ()
    help = "Print which test shows which rule, as Markdown or as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        """One option."""
        parser.add_argument("--json", action="store_true", help="print the cases as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the page; the tests stand beside the code."""
        cases = cases_in(Path(settings.BASE_DIR) / "tests")
        if options["json"]:
            self.stdout.write(json.dumps([asdict(case) for case in cases]))
        else:
            self.stdout.write(page(cases), ending="")
