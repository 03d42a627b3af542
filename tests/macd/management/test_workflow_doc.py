"""The page of the workflow is printed from the table."""

import json
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from macd.management.commands.workflow_doc import page
from macd.vocabulary import Status

ROOT = Path(__file__).resolve().parents[3]


def test_the_page_equals_the_table():
    assert (ROOT / "docs" / "workflow.md").read_text(encoding="utf-8") == page()


def test_the_command_prints_data_as_well():
    out = StringIO()
    call_command("workflow_doc", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert set(told["statuses"]) == set(Status.values)
