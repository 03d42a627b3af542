from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from config import prepare
from supervisor.installation import Installation
from supervisor.problems import CannotStart

OWNER = "postgresql://boss:secret@db.example:5433/macd?sslmode=require"


def test_everything_of_its_own(home: Path) -> None:
    environ = Installation(home, given={}).environ()
    assert environ["DEMO"] == "1"
    assert urlsplit(environ["DATABASE_URL"]).username == "macd_app"
    assert urlsplit(environ["DATABASE_OWNER_URL"]).username == "macd"
    assert environ["STORAGE_URL"] == str(home / "files")
    assert len(environ["SECRET_KEY"]) >= 50


def test_secrets_are_made_once_and_kept_private(home: Path) -> None:
    first = Installation(home, given={}).environ()["SECRET_KEY"]
    assert Installation(home, given={}).environ()["SECRET_KEY"] == first
    assert (home / "secrets" / "secret-key").stat().st_mode & 0o077 == 0


def test_what_is_given_is_used_and_not_started(home: Path) -> None:
    given = {
        "DATABASE_URL": "postgresql://app:secret@db/macd",
        "REDIS_URL": "redis://broker/0",
        "SECRET_KEY": "given",
    }
    installation = Installation(home, given=given)
    environ = installation.environ()
    assert {name: environ[name] for name in given} == given
    assert "DATABASE_OWNER_URL" not in environ
    assert environ["DEMO"] == "", "the demonstration is not loaded into somebody's database unasked"
    with installation.parts() as parts:
        assert parts == []


def test_the_owners_address_alone_gives_the_applications(home: Path) -> None:
    given = {"DATABASE_OWNER_URL": OWNER, "REDIS_URL": "redis://broker/0"}
    url = urlsplit(Installation(home, given=given).environ()["DATABASE_URL"])
    assert (url.username, url.hostname, url.port) == ("macd_app", "db.example", 5433)
    assert (url.path, url.query) == ("/macd", "sslmode=require")
    assert url.password not in {None, "", "secret"}
    again = Installation(home.parent / "elsewhere", given=given).environ()["DATABASE_URL"]
    assert again == url.geturl(), "every start finds the same login"


def test_a_set_clock_goes_on_over_a_restart(home: Path) -> None:
    def started(clock: str) -> str:
        given = {"MACD_CLOCK": clock} if clock else {}
        return Installation(home, given=given).environ().get("MACD_CLOCK_STARTED", "")

    assert started("") == ""
    first = started("2026-03-29T01:59:00+01:00")
    assert started("2026-03-29T01:59:00+01:00") == first
    assert started("2027-01-01T00:00:00+01:00") > first


def test_one_at_a_time(home: Path) -> None:
    installation = Installation(home, given={})
    assert not installation.is_running()
    with installation.held():
        assert Installation(home, given={}).is_running()
        with pytest.raises(CannotStart, match="running on"), Installation(home, given={}).held():
            pass
    assert not installation.is_running()


def test_the_demos_clock_runs_on_over_restarts(home: Path) -> None:
    def started(**given: str) -> str | None:
        return Installation(home, given=given).environ().get("MACD_CLOCK_STARTED")

    assert started() is None
    first = started(MACD_CLOCK="2027-01-31T09:00:00+01:00")
    assert first is not None
    assert timedelta() <= datetime.now(UTC) - datetime.fromisoformat(first) < timedelta(minutes=1)
    assert started(MACD_CLOCK="2027-01-31T09:00:00+01:00") == first
    assert started(MACD_CLOCK="2027-02-01T09:00:00+01:00") != first


def test_of_an_interrupted_demonstration_nothing_is_kept(home: Path, settings, monkeypatch) -> None:
    """config.prepare leaves the mark, and the next start throws away what it marks."""

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    installation = Installation(home, given={})
    kept = [home / "postgres" / "PG_VERSION", home / "files" / "a", home / "broker" / "b"]
    for path in (*kept, home / "secrets" / "c"):
        path.parent.mkdir(exist_ok=True)
        path.touch()
    assert not installation.begin_anew()
    settings.MACD_HOME = home
    monkeypatch.setattr(prepare, "get_commands", lambda: {"seed_demo": "demo"})
    monkeypatch.setattr(prepare, "call_command", interrupted)
    with pytest.raises(KeyboardInterrupt):
        prepare.load_demo()
    assert not Installation(home, given={"DATABASE_URL": OWNER}).begin_anew(), "not ours to empty"
    assert installation.begin_anew()
    assert not any(path.exists() for path in kept)
    assert (home / "secrets" / "c").is_file()
    assert not installation.begin_anew()


def test_a_demonstration_that_was_loaded_is_kept(home: Path, settings, monkeypatch) -> None:
    installation = Installation(home, given={})
    settings.MACD_HOME = home
    monkeypatch.setattr(prepare, "get_commands", lambda: {"seed_demo": "demo"})
    monkeypatch.setattr(prepare, "call_command", lambda *_, **__: None)
    prepare.load_demo()
    assert (home / "demo-loaded").is_file()
    assert not installation.begin_anew()
