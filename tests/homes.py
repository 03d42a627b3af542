"""State directories that are made once in a run of the tests and copied for whoever needs one.

A first start takes a minute with the demonstration; a copy of what it left is up in seconds.
"""

import contextlib
import fcntl
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from supervisor.places import state_directory
from tests.installation import RunningInstallation

BARE, DEMONSTRATION = "bare", "demonstration"
STOPPED = "stopped"
"""A file in a kept state directory; it is as old as the stop before the copy."""


def keep(name: str, home: Path) -> None:
    """Keep a copy of the installation that was stopped in `home`, for the rest of this run.

    Not where its database lies outside `home`: two servers would share it.
    """
    with _alone(name) as kept:
        if not kept.is_dir() and (home / "postgres").is_dir():
            (home / STOPPED).touch()
            making = kept.with_suffix(".making")
            shutil.rmtree(making, ignore_errors=True)
            _copy(home, making)
            making.rename(kept)


def give(name: str, home: Path) -> bool:
    """Make `home` a copy of what was kept under this name; return whether there was one."""
    with _alone(name) as kept:
        if kept.is_dir():
            _copy(kept, home)
        return kept.is_dir()


def demonstration(home: Path) -> datetime:
    """Make `home` an installation that loaded the demonstration and was stopped; return when.

    Whoever asks first in a run starts it from nothing, as a person does; the others get a copy.
    """
    with _alone("first"):
        if not give(DEMONSTRATION, home):
            one = RunningInstallation(home)
            one.start()
            assert one.get("/healthz") == (200, "ok\n")
            assert one.stop() == 0, one.words
            (home / STOPPED).touch()
            keep(DEMONSTRATION, home)
    return datetime.fromtimestamp((home / STOPPED).stat().st_mtime, UTC)


def _copy(source: Path, target: Path) -> None:
    """Copy with owners and times, less what belongs to the processes that ran in `source`."""
    # Python's own copying gives everything to root, as whom the database does not run.
    subprocess.run(["cp", "-a", "--", str(source), str(target)], check=True)
    for path in (target / "run").iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != "prepared":
            path.unlink()


@contextlib.contextmanager
def _alone(name: str) -> Iterator[Path]:
    """Let one process at a time handle what is kept under this name; give where that is."""
    # bin/test throws its state directory away at the end.
    folder = state_directory() / "homes"
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    with (folder / f"{name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder / name
