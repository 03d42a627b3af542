from pathlib import Path

import pytest

from supervisor import places
from supervisor.places import ROOT, short_hash, socket_folder, state_directory


def test_the_state_directory_is_beside_the_code_unless_named(monkeypatch) -> None:
    monkeypatch.delenv("MACD_HOME", raising=False)
    assert state_directory() == ROOT / "var"
    monkeypatch.setenv("MACD_HOME", "/srv/macd")
    assert state_directory() == Path("/srv/macd")


def test_socket_folders_are_private(tmp_path: Path) -> None:
    folder = socket_folder(tmp_path, "broker")
    assert folder == tmp_path / "run" / "broker" or folder.name.startswith("macd-")
    assert folder.stat().st_mode & 0o077 == 0


def test_two_installations_have_two_names() -> None:
    assert short_hash(Path("/one")) != short_hash(Path("/two"))
    assert short_hash(Path("/one")) == short_hash(Path("/one"))


def test_memory_is_used_where_there_is_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "MEMORY", tmp_path)
    monkeypatch.setattr(places, "ROOM", 1)
    assert places.quick_folder() == tmp_path
    monkeypatch.setattr(places, "ROOM", 2**63)
    assert places.quick_folder() is None
    monkeypatch.setattr(places, "MEMORY", tmp_path / "missing")
    assert places.quick_folder() is None
