"""bin/run as a whole: it starts, survives, and stops; here as in production, without the demo."""

import os
import signal
import socket
import threading
import time
from collections.abc import Generator
from pathlib import Path

import pytest

from supervisor.installation import Installation
from supervisor.run import CannotStart, _door, ingredients
from tests import homes
from tests.installation import RunningInstallation, alive, state_directory

PRODUCTION = {
    "DEMO": "0",
    "ALLOWED_HOSTS": "localhost",
    "PUBLIC_URL": "https://macd.example",
    "EMAIL_URL": "smtp://mail.example:587?tls=1",
    "EMAIL_FROM": "macd@provider.example",
    "PROVIDER_NAME": "Provider",
    "SEAL_KEY": "/nowhere/seal.key",
    "SEAL_CERTIFICATE": "/nowhere/seal.pem",
}


@pytest.fixture(scope="module")
def installation() -> Generator[RunningInstallation]:
    with state_directory() as home:
        one = RunningInstallation(home, STORAGE_URL=str(home / "files"), **PRODUCTION)
        one.start()
        yield one
        if one.stop() == 0:
            homes.keep(homes.BARE, home)


def wait_until_ready(installation: RunningInstallation, *, within: float = 40) -> None:
    deadline = time.monotonic() + within
    while (answer := installation.get("/readyz"))[0] != 200:
        assert time.monotonic() < deadline, answer
        time.sleep(0.2)


def test_all_parts_come_up(installation: RunningInstallation) -> None:
    wait_until_ready(installation)
    assert installation.get("/healthz") == (200, "ok\n")
    assert set(installation.pids()) == {
        "postgres", "broker", "web", "worker", "scheduler", "relay",
    }  # fmt: skip


def test_a_second_start_on_the_same_state_is_refused(installation: RunningInstallation) -> None:
    second = RunningInstallation(installation.home, **PRODUCTION)
    second.output = installation.output.with_name("second.out")
    process = second._launch()
    assert process.wait(timeout=60) == 2
    assert "running on" in second.words


def test_commands_reach_the_running_database(installation: RunningInstallation) -> None:
    said = installation.manage("outbox", "--json")
    assert said.returncode == 0, said.stderr


def test_what_dies_is_started_again(installation: RunningInstallation) -> None:
    wait_until_ready(installation)
    before = installation.pids()
    for pid in before.values():
        os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 40
    while set(installation.pids().values()) & set(before.values()) or len(
        installation.pids()
    ) < len(before):
        assert time.monotonic() < deadline, installation.words
        time.sleep(0.1)
    wait_until_ready(installation)


def test_what_a_killed_supervisor_leaves_behind_is_ended_first(
    installation: RunningInstallation,
) -> None:
    left = installation.pids()
    installation.kill9_supervisor()
    assert all(alive(pid) for pid in left.values())
    installation.restart()
    assert "Ended what an earlier start left behind" in installation.words
    assert not any(alive(pid) for pid in left.values())
    wait_until_ready(installation)


def test_it_comes_back_after_everything_was_killed(installation: RunningInstallation) -> None:
    installation.kill9()
    installation.restart()
    wait_until_ready(installation)


def test_ctrl_c_stops_everything(installation: RunningInstallation) -> None:
    pids = installation.pids()
    assert installation.stop() == 0
    assert installation.words.rstrip().endswith("Stopped.")
    assert not any(alive(pid) for pid in pids.values())


def test_a_missing_setting_stops_the_start_with_its_name(home: Path) -> None:
    settings = {name: value for name, value in PRODUCTION.items() if name != "EMAIL_URL"}
    one = RunningInstallation(home, **settings)
    assert one._launch().wait(timeout=60) == 2
    assert "EMAIL_URL is not set" in one.words
    assert "Traceback" not in one.words


def test_a_state_directory_that_was_moved_is_not_prepared_again(home: Path) -> None:
    collected = home / "static" / "collected"
    collected.parent.mkdir(parents=True)
    collected.touch()
    known = ingredients(Installation(home))
    moved = home.rename(home.with_name("elsewhere"))
    assert ingredients(Installation(moved)) == known
    (moved / "static" / "collected").write_text("others")
    assert ingredients(Installation(moved)) != known


def test_a_port_that_is_let_go_of_in_time_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = holder.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        with pytest.raises(CannotStart, match=f"Port {port} is taken"):
            _door(patience=0)
        threading.Timer(0.5, holder.close).start()
        with _door(patience=20) as door:
            assert door.getsockname()[1] == port
