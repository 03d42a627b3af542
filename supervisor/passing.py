"""An installation for one command: in memory where there is room for it, and gone with the command.

What a killed command could not take away is taken away by the next one.
"""

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from supervisor.installation import Installation
from supervisor.places import quick_folder

PREFIX = "macd-passing-"
# A folder this young may not be held yet.
YOUNG_SECONDS = 60


@contextlib.contextmanager
def passing() -> Iterator[Installation]:
    """Give an installation whose database and broker run; nothing of it is left at the end."""
    clear_left_behind(_place())
    with tempfile.TemporaryDirectory(
        prefix=PREFIX, dir=_place(), ignore_cleanup_errors=True
    ) as folder:
        Path(folder).chmod(0o755)  # as root, the database runs as another user
        installation = Installation(Path(folder), careless=True)
        with installation.held(), installation.parts():
            yield installation


def clear_left_behind(place: Path) -> list[Path]:
    """Stop and remove the installations of commands that were killed; return where they were."""
    left = [folder for folder in place.glob(f"{PREFIX}*") if _is_left_behind(folder)]
    for folder in left:
        Installation(folder, careless=True).register.stop_left_behind()
        shutil.rmtree(folder, ignore_errors=True)
    return left


def _place() -> Path:
    return quick_folder() or Path(tempfile.gettempdir())


def _is_left_behind(folder: Path) -> bool:
    try:
        facts = folder.lstat()
    except FileNotFoundError:  # its command has just ended
        return False
    young = time.time() - facts.st_mtime < YOUNG_SECONDS
    if young or facts.st_uid != os.getuid() or not folder.is_dir():
        return False
    return not Installation(folder, careless=True).is_running()
