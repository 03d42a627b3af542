import os
import signal
import sys
import time
from collections import UserDict
from collections.abc import Iterator, KeysView
from pathlib import Path

import pytest

from supervisor.processes import Process, Register, born, end, kill_group
from tests.installation import alive

STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    "print('up', flush=True); time.sleep(60)"
)


def process(tmp_path: Path, *command: str) -> Process:
    return Process(name="one", command=[sys.executable, *command], log=tmp_path / "log" / "one.log")


def test_it_runs_in_a_group_of_its_own_and_ends_when_asked(tmp_path: Path) -> None:
    one = process(tmp_path, "-c", "import time; time.sleep(60)")
    one.start()
    assert one.alive
    assert one.running is not None
    assert os.getpgid(one.running.pid) == one.running.pid
    one.ask_to_stop()
    one.wait()
    assert not one.alive


class Interrupting(UserDict[str, str]):
    """Variables whose reading is met by Ctrl-C."""

    def keys(self) -> KeysView[str]:
        signal.raise_signal(signal.SIGINT)
        return super().keys()


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Hear Ctrl-C, which a shell has its background jobs ignore."""
    kept = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, kept)


@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_while_it_is_started_leaves_nothing_that_nobody_stops(tmp_path: Path) -> None:
    one = process(tmp_path, "-c", "import time; time.sleep(60)")
    one.environ = Interrupting()
    with pytest.raises(KeyboardInterrupt):
        one.start()
    assert one.alive
    one.ask_to_stop()
    one.wait()
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_one_that_does_not_listen_is_killed(tmp_path: Path) -> None:
    one = process(tmp_path, "-c", STUBBORN)
    one.start()
    while "up" not in one.last_words():
        time.sleep(0.02)
    one.ask_to_stop()
    one.wait(patience=0.3)
    assert one.running is not None
    assert one.running.returncode == -signal.SIGKILL


def test_what_it_starts_gives_way_too(tmp_path: Path) -> None:
    asked = "import os, time; time.sleep(0.5); os.system('nice')"
    one = Process(
        name="one", command=[sys.executable, "-c", asked], log=tmp_path / "one.log", niceness=5
    )
    one.start()
    assert one.running is not None
    assert os.getpriority(os.PRIO_PROCESS, one.running.pid) == 5 + os.getpriority(0, 0)
    one.wait()
    assert one.last_words(1) == str(5 + os.getpriority(0, 0))


def test_last_words_are_the_end_of_its_log(tmp_path: Path) -> None:
    one = process(tmp_path, "-c", "print('first'); print('last')")
    assert one.last_words() == ""
    one.start()
    one.wait()
    assert one.last_words(1) == "last"


def test_variables_are_added_to_those_there_are(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("THERE_ALREADY", "1")
    one = process(
        tmp_path, "-c", "import os; print(os.environ['THERE_ALREADY'], os.environ['NEW'])"
    )
    one.environ = {"NEW": "2"}
    one.start()
    one.wait()
    assert one.last_words() == "1 2"


def test_what_is_left_behind_is_found_and_ended(tmp_path: Path) -> None:
    one = process(tmp_path, "-c", "import time; time.sleep(60)")
    one.start()
    assert one.running is not None
    register = Register(tmp_path / "run" / "processes.json")
    register.write([one])
    assert Register(register.path).stop_left_behind() == ["one"]
    assert not alive(one.running.pid)
    assert Register(register.path).stop_left_behind() == []
    one.wait()


def test_a_number_that_is_somebody_elses_by_now_is_left_alone(tmp_path: Path) -> None:
    register = Register(tmp_path / "processes.json")
    register.path.write_text(
        f'[{{"name": "web", "pid": {os.getpid()}, "born": "1", "signal": {int(signal.SIGKILL)}}}]'
    )
    assert register.stop_left_behind() == []


def test_a_damaged_register_is_an_empty_one(tmp_path: Path) -> None:
    register = Register(tmp_path / "processes.json")
    register.path.write_text("[{")
    assert register.stop_left_behind() == []


def test_nobody_was_born_with_a_number_that_is_free(tmp_path: Path) -> None:
    one = process(tmp_path, "-c", "pass")
    one.start()
    one.wait()
    assert one.running is not None
    assert born(one.running.pid) == ""
    end(one.running.pid, signal.SIGTERM)
    kill_group(one.running.pid)
