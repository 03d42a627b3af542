"""What killed rendering processes leave behind is cleared away; what is in use is left alone."""

import os
import tempfile
from pathlib import Path

import pytest

from macd.pdf import folders
from macd.pdf.folders import clear_abandoned, new_folder


@pytest.fixture(autouse=True)
def _own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def aged(folder: Path) -> Path:
    """Let a folder be an hour old."""
    hour_ago = folder.stat().st_mtime - 3600
    os.utime(folder, (hour_ago, hour_ago))
    return folder


def test_a_folder_that_nobody_holds_is_cleared_away() -> None:
    folder, lock = new_folder()
    (folder / "cache").mkdir()
    os.close(lock)
    assert clear_abandoned() == []
    aged(folder)
    assert clear_abandoned() == [folder]
    assert not folder.exists()


def test_a_folder_in_use_stays_however_old() -> None:
    folder, lock = new_folder()
    inherited = os.dup(lock)
    os.close(lock)
    aged(folder)
    assert clear_abandoned() == []
    os.close(inherited)
    assert clear_abandoned() == [folder]


def test_a_folder_without_a_lock_is_cleared_when_old(tmp_path: Path) -> None:
    """Such as earlier releases left."""
    folder = tmp_path / f"{folders.PREFIX}x"
    folder.mkdir()
    assert clear_abandoned() == []
    aged(folder)
    assert clear_abandoned() == [folder]


def test_other_peoples_things_are_not_touched(tmp_path: Path) -> None:
    """Neither other names, nor files, nor what a link of our name leads to."""
    other = tmp_path / "other"
    other.mkdir()
    (tmp_path / f"{folders.PREFIX}link").symlink_to(other)
    (tmp_path / f"{folders.PREFIX}file").write_text("x")
    aged(other)
    assert clear_abandoned() == []
    assert other.exists()
