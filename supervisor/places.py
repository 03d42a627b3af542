"""Where things lie on disk."""

import hashlib
import os
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
MEMORY = Path("/dev/shm")  # noqa: S108  nothing is kept there, and names are chosen by tempfile
ROOM = 4 * 1024**3
"""Bytes of memory there must be; the databases of tests take less than half of it."""
LONGEST_SOCKET_FOLDER = 80
"""Unix sockets allow 107 bytes of path in all; their own name needs the rest."""


def state_directory() -> Path:
    """Return MACD_HOME, or `var/` beside the code."""
    return (ROOT / os.environ.get("MACD_HOME", "var")).resolve()


def quick_folder() -> Path | None:
    """Return memory to put databases in that are thrown away, where this machine has enough.

    Copying a database there takes a tenth of the time. None means the usual temporary folder.
    """
    try:
        facts = os.statvfs(MEMORY)
    except OSError:
        return None
    usable = os.access(MEMORY, os.W_OK) and not facts.f_flag & os.ST_NOEXEC
    return MEMORY if usable and facts.f_bavail * facts.f_frsize >= ROOM else None


def short_hash(path: Path) -> str:
    """Return ten characters that stand for this path and this user."""
    return hashlib.sha256(f"{os.getuid()}:{path}".encode()).hexdigest()[:10]


def socket_folder(home: Path, name: str) -> Path:
    """Return a private folder for sockets whose path is short enough to connect to."""
    folder = home / "run" / name
    if len(os.fsencode(folder)) > LONGEST_SOCKET_FOLDER:
        folder = Path(tempfile.gettempdir()) / f"macd-{short_hash(home)}-{name}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
