import pytest

from supervisor import chromium


@pytest.fixture
def tried(monkeypatch) -> list[list[str]]:
    """A machine without Chromium, on which nothing can be installed."""
    commands: list[list[str]] = []

    def refuse(command: list[str]) -> bool:
        commands.append(command)
        return False

    monkeypatch.setattr(chromium, "find", lambda: None)
    monkeypatch.setattr(chromium, "_quietly", refuse)
    return commands


def test_tests_without_a_browser_install_none(tried: list[list[str]]) -> None:
    chromium.prepare(["tests/macd", "-k", "sign"])
    assert tried == []


@pytest.mark.parametrize("arguments", [[], ["-x"], ["tests/journeys", "tests/macd"]])
def test_what_is_skipped_is_said(arguments: list[str], tried: list[list[str]], capsys) -> None:
    chromium.prepare(arguments)
    said = capsys.readouterr().err
    assert "journeys are skipped" in said
    assert chromium.BY_HAND in said


def test_without_what_drives_it_a_browser_is_of_no_use(monkeypatch) -> None:
    monkeypatch.setattr(chromium.sys, "platform", "linux")
    monkeypatch.setattr(chromium.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(chromium, "LIBRARY", "libnowhere.so.1")
    assert chromium.find() is None
    monkeypatch.setattr(chromium.sys, "platform", "darwin")
    assert chromium.find() == "/usr/bin/chromium-headless-shell"


def test_where_the_small_one_is_not_packaged_the_whole_browser_is_installed(monkeypatch) -> None:
    done: list[list[str]] = []

    def apt(command: list[str]) -> bool:
        done.append(command)
        return chromium.SHELL not in command

    monkeypatch.setattr(chromium, "find", lambda: None)
    monkeypatch.setattr(chromium, "_quietly", apt)
    monkeypatch.setattr(chromium.shutil, "which", lambda name: f"/usr/bin/{name}")
    chromium.prepare([])
    assert "update" in done[-3]
    assert chromium.SHELL in done[-2]
    assert done[-1][-2:] == ["chromium", "libatomic1"]


def test_commands_that_are_not_there_do_not_matter() -> None:
    assert chromium._quietly(["no-such-command"]) is False
