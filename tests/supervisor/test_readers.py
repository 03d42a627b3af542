import pytest

from supervisor import readers


@pytest.fixture
def tried(monkeypatch) -> list[list[str]]:
    """A machine without the readers, on which nothing can be installed."""
    commands: list[list[str]] = []

    def refuse(command: list[str]) -> bool:
        commands.append(command)
        return False

    monkeypatch.setattr(readers, "missing", lambda: ["poppler-utils", "qpdf"])
    monkeypatch.setattr(readers, "_quietly", refuse)
    return commands


def test_tests_that_read_no_pdf_install_nothing(tried: list[list[str]]) -> None:
    readers.prepare(["tests/outbox", "-k", "sign"])
    assert tried == []


@pytest.mark.parametrize("arguments", [[], ["-x"], ["tests/macd/pdf"], ["tests/signing"]])
def test_what_is_skipped_is_said(arguments: list[str], tried: list[list[str]], capsys) -> None:
    readers.prepare(arguments)
    said = capsys.readouterr().err
    assert "are skipped" in said
    assert readers.by_hand(["poppler-utils", "qpdf"]) in said


def test_what_is_there_is_not_installed(tried: list[list[str]], monkeypatch) -> None:
    monkeypatch.setattr(readers, "missing", list)
    readers.prepare([])
    assert tried == []


def test_each_program_has_its_package() -> None:
    assert set(readers.missing()) <= set(readers.PROGRAMS.values())


def test_commands_that_are_not_there_do_not_matter() -> None:
    assert readers._quietly(["no-such-command"]) is False
