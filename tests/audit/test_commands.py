"""`verify_audit`: what it prints, and how it exits."""

import json
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from audit.anchor import append_head
from audit.chain import Head
from audit.tasks import extend_chain
from audit.trail import record

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def run(*options: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("verify_audit", *options, stdout=out)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue()
    return 0, out.getvalue()


@pytest.mark.django_db
def test_an_intact_chain_exits_with_zero() -> None:
    record(event="one", at=AT)
    extend_chain()
    record(event="two", at=AT)
    code, text = run("--json")
    assert code == 0
    assert json.loads(text) == {
        "intact": True,
        "events": 1,
        "first_bad": None,
        "unchained": 1,
        "anchored": 1,
    }
    code, text = run()
    assert text.splitlines() == ["intact", "events 1, not chained yet 1", "anchored up to 1"]


@pytest.mark.django_db
def test_a_fault_exits_with_one_and_is_named() -> None:
    record(event="one", at=AT)
    extend_chain()
    append_head(Head(3, "a" * 64), at=AT)
    code, text = run("--json")
    assert code == 1
    answer = json.loads(text)
    assert answer["intact"] is False
    assert answer["first_bad"] == {"position": 2, "id": None, "reason": "missing"}
    code, text = run()
    assert code == 1
    assert "first bad: position 2" in text


@pytest.mark.django_db
def test_a_missing_anchor_file_is_said(anchors: Path) -> None:
    assert not anchors.exists()
    assert "no anchor file" in run()[1]
