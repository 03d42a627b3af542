"""An installation for one command goes with it, and one whose command was killed with the next."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from pathlib import Path

import pytest

from supervisor.passing import PREFIX, YOUNG_SECONDS, clear_left_behind
from supervisor.places import ROOT
from tests.installation import OWN_PARTS, alive, state_directory

CODE = (
    "import sys, supervisor.passing as one; from pathlib import Path;"
    "one._place = lambda: Path(sys.argv[1])\n"
    "with one.passing() as installation:"
    " print(installation.home, flush=True); sys.stdin.readline()"
)


@pytest.fixture
def place() -> Generator[Path]:
    """Give a folder in which nobody else has an installation."""
    with state_directory() as home:
        home.mkdir()
        yield home


def begin(place: Path) -> tuple["subprocess.Popen[str]", Path, list[int]]:
    """Start a command with such an installation; return it, its folder and what runs there."""
    environ = {name: value for name, value in os.environ.items() if name not in OWN_PARTS}
    command = subprocess.Popen(
        [sys.executable, "-c", CODE, str(place)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=environ,
    )
    assert command.stdout is not None
    folder = Path(command.stdout.readline().strip())
    running = json.loads((folder / "run" / "processes.json").read_text())
    return command, folder, [one["pid"] for one in running]


def grow_old(folder: Path) -> None:
    """Make it look as if it had been there for a while."""
    then = time.time() - 2 * YOUNG_SECONDS
    os.utime(folder, (then, then))


def test_it_is_gone_with_its_command(place: Path) -> None:
    command, folder, pids = begin(place)
    assert len(pids) == 2
    assert all(alive(pid) for pid in pids)
    command.communicate("\n")
    assert command.returncode == 0
    assert not folder.exists()
    assert not any(alive(pid) for pid in pids)


def test_one_whose_command_was_killed_is_gone_with_the_next(place: Path) -> None:
    command, folder, pids = begin(place)
    grow_old(folder)
    assert clear_left_behind(place) == [], "its command is there"
    command.send_signal(signal.SIGKILL)
    command.communicate()
    assert all(alive(pid) for pid in pids)
    grow_old(folder)
    assert clear_left_behind(place) == [folder]
    assert not folder.exists()
    assert not any(alive(pid) for pid in pids)


def test_one_that_has_just_been_made_and_what_is_none_of_ours_stays(place: Path) -> None:
    (place / f"{PREFIX}young").mkdir()
    (place / f"{PREFIX}file").write_text("x")
    (place / "other").mkdir()
    for name in (f"{PREFIX}file", "other"):
        grow_old(place / name)
    assert clear_left_behind(place) == []
    assert len(list(place.iterdir())) == 3
