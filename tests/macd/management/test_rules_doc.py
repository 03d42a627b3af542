"""docs/rules.md is what the command prints, and no rule is without a test for long."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from macd.management.commands.rules_doc import Case, cases_in, page
from macd.management.rules import RULES

ROOT = Path(__file__).resolve().parents[3]
# Rules that no test shows yet; this may only get shorter.
OWED = {24, 41, 45, 53}


def test_the_page_is_current(capsys):
    call_command("rules_doc")
    printed = capsys.readouterr().out
    assert printed == (ROOT / "docs/rules.md").read_text(), "bin/manage rules_doc > docs/rules.md"


def test_every_rule_is_shown_or_still_owed():
    shown = {case.rule for case in cases_in(ROOT / "tests")}
    assert set(RULES) - shown <= OWED


def test_cases_are_told_as_json(capsys):
    call_command("rules_doc", "--json")
    cases = [Case(**case) for case in json.loads(capsys.readouterr().out)]
    assert cases == cases_in(ROOT / "tests")


def test_a_test_of_two_rules_stands_under_both(tmp_path):
    tests = tmp_path / "tests"
    tests.mkdir()
    (tests / "test_one.py").write_text(
        'def test_rule_15_and_23_a_word():\n    """One\n    word.\n\n    More."""\n\n'
        "def test_rule_40_without_a_docstring(): pass\n\ndef test_other(): pass\n"
    )
    assert cases_in(tests) == [
        Case(15, "One word.", "tests/test_one.py::test_rule_15_and_23_a_word"),
        Case(23, "One word.", "tests/test_one.py::test_rule_15_and_23_a_word"),
        Case(40, "Without a docstring.", "tests/test_one.py::test_rule_40_without_a_docstring"),
    ]
    assert "## 41. Porting in\n\n* No test yet.\n" in page(cases_in(tests))


@pytest.mark.parametrize("number", [1, 64])
def test_every_number_is_there(number):
    assert number in RULES
    assert len(RULES) == 64
