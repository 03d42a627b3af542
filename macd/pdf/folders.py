"""Folders of rendering processes: each held by a lock, and cleared away when nobody holds it."""

import fcntl
import os
import shutil
import tempfile
import time
from pathlib import Path

PREFIX = "macd-pdf-"
LOCK = "held"
# A folder this young may not have got its lock yet.
YOUNG_SECONDS = 60


def new_folder() -> tuple[Path, int]:
    """Make a folder; return it and the lock that holds it while any process has it open."""
    clear_abandoned()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    lock = os.open(folder / LOCK, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    return folder, lock


def clear_abandoned() -> list[Path]:
    """Remove the folders of processes that were ended before they could; return them."""
    abandoned = [each for each in _of_ours() if _is_abandoned(each)]
    for folder in abandoned:
        shutil.rmtree(folder, ignore_errors=True)
    return abandoned


def _of_ours() -> list[Path]:
    found = Path(tempfile.gettempdir()).glob(f"{PREFIX}*")
    return [each for each in found if each.is_dir() and not each.is_symlink()]


def _is_abandoned(folder: Path) -> bool:
    try:
        status = folder.stat()
        if status.st_uid != os.getuid() or time.time() - status.st_mtime < YOUNG_SECONDS:
            return False
        lock = os.open(folder / LOCK, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        # Gone meanwhile, or left by a release that knew no lock.
        return folder.exists()
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(lock)
    return True
