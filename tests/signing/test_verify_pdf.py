"""The command: exit 0 for genuine, 1 for anything else, 2 for wrong use."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.signing.conftest import Sealed

Sealing = Callable[..., Sealed]
pytestmark = pytest.mark.django_db


def test_a_genuine_file(
    sealed: Sealing, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "order.pdf"
    file.write_bytes(sealed(version=2).pdf)
    call_command("verify_pdf", str(file), "--json")
    answer = json.loads(capsys.readouterr().out)
    assert answer.keys() == {"verdict", "reasons", "document", "version"}
    assert answer["verdict"] == "genuine"
    assert (answer["document"], answer["version"]) == ("MACD-2026-00001", 2)


def test_an_altered_file_leaves_with_1(
    sealed: Sealing, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "order.pdf"
    file.write_bytes(sealed().pdf[:-3])
    with pytest.raises(SystemExit) as left:
        call_command("verify_pdf", str(file))
    assert left.value.code == 1
    told = capsys.readouterr().out
    assert told.startswith("Altered\nMACD-2026-00001 · 1\n- ")
    assert "- It is 3 bytes shorter.\n" in told


def test_of_several_files_each_has_its_verdict(
    sealed: Sealing, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    genuine, altered = tmp_path / "order.pdf", tmp_path / "altered.pdf"
    genuine.write_bytes(sealed().pdf)
    altered.write_bytes(genuine.read_bytes()[:-3])
    with pytest.raises(SystemExit) as left:
        call_command("verify_pdf", str(genuine), str(altered))
    assert left.value.code == 1
    told = capsys.readouterr().out
    assert f"{genuine}:\nGenuine\n" in told
    assert f"{altered}:\nAltered\n" in told
    with pytest.raises(SystemExit):
        call_command("verify_pdf", str(genuine), str(altered), "--json")
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["verdict"] for answer in answers] == ["genuine", "altered"]


def test_a_file_that_cannot_be_read_leaves_with_2(tmp_path: Path) -> None:
    (tmp_path / "there.pdf").write_bytes(b"%PDF-1.7")
    with pytest.raises(CommandError) as refused:
        call_command("verify_pdf", str(tmp_path / "there.pdf"), str(tmp_path / "absent.pdf"))
    assert refused.value.returncode == 2
