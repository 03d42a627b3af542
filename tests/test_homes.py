import os
from pathlib import Path

import pytest

from tests import homes

OLD = 1_700_000_000


@pytest.fixture(autouse=True)
def this_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MACD_HOME", str(tmp_path / "run of the tests"))


@pytest.fixture
def stopped(tmp_path: Path) -> Path:
    """A state directory as a stop leaves it."""
    home = tmp_path / "stopped"
    for name in ("postgres/PG_VERSION", "run/prepared", "run/lock", "run/broker/broker.sock"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(name)
    os.utime(home / "postgres" / "PG_VERSION", (OLD, OLD))
    return home


def test_nothing_is_given_where_nothing_was_kept(tmp_path: Path) -> None:
    assert not homes.give("bare", tmp_path / "mine")
    assert not (tmp_path / "mine").exists()


def test_a_copy_is_what_was_kept_less_its_processes(stopped: Path, tmp_path: Path) -> None:
    homes.keep("bare", stopped)
    (stopped / "postgres" / "PG_VERSION").write_text("changed since")
    assert homes.give("bare", tmp_path / "mine")
    version = tmp_path / "mine" / "postgres" / "PG_VERSION"
    assert version.read_text() == "postgres/PG_VERSION"
    assert version.stat().st_mtime == OLD
    assert os.listdir(tmp_path / "mine" / "run") == ["prepared"]


def test_the_first_that_is_kept_stays(stopped: Path, tmp_path: Path) -> None:
    homes.keep("bare", stopped)
    (stopped / "postgres" / "PG_VERSION").write_text("another")
    homes.keep("bare", stopped)
    homes.give("bare", tmp_path / "mine")
    assert "another" not in (tmp_path / "mine" / "postgres" / "PG_VERSION").read_text()
    assert not homes.give("demonstration", tmp_path / "other")


def test_a_database_that_lies_elsewhere_is_not_shared(stopped: Path, tmp_path: Path) -> None:
    (stopped / "postgres").rename(tmp_path / "postgres")
    homes.keep("bare", stopped)
    assert not homes.give("bare", tmp_path / "mine")


def test_who_asks_for_the_demonstration_gets_what_was_loaded(stopped: Path, tmp_path: Path) -> None:
    (stopped / homes.STOPPED).touch()
    homes.keep(homes.DEMONSTRATION, stopped)
    before = homes.demonstration(tmp_path / "mine")
    assert before == homes.demonstration(tmp_path / "another")
    assert (tmp_path / "another" / "postgres" / "PG_VERSION").is_file()
