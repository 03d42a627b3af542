"""The Python environment of this checkout, made once per set of requirements."""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from supervisor.places import PYTHON, ROOT, VENV, short_hash
from supervisor.problems import CannotStart

UV = "uv==0.13.9"
PIP_FOR_OTHERS = (22, 3)
"""From this version on, pip installs into an environment that it is not in."""
OLDEST, FIRST_UNTRIED = (3, 11), (3, 14)
NO_VENV = (
    "Python cannot make environments here. On Debian and Ubuntu, install what is missing:\n"
    "    apt-get install python3-venv"
)


def prepare(*, development: bool = False) -> Path:
    """Make or update `.venv` and return its Python; quick when nothing changed.

    Raises CannotStart when this Python is too old or cannot make environments.
    """
    _check_python()
    with _lock():
        if not _is_current(development=development):
            _make()
            _install(development=development)
    # What the first start has compiled is read by all later ones, also where the shell says that
    # nothing compiled is to be kept: each process would compile a thousand modules anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    return PYTHON


def _check_python() -> None:
    if not OLDEST <= sys.version_info[:2] < FIRST_UNTRIED:
        message = f"Python 3.11 to 3.13 is needed; this is {sys.version.split()[0]}."
        raise CannotStart(message)


def _requirements(*, development: bool) -> Path:
    return ROOT / ("requirements-dev.txt" if development else "requirements.txt")


def _key(*, development: bool) -> str:
    seen = hashlib.sha256(f"{VENV} {sys.version_info[:3]}".encode())
    for each in ("requirements.txt", _requirements(development=development).name):
        seen.update(hashlib.sha256((ROOT / each).read_bytes()).digest())
    return seen.hexdigest()


def _marker(*, development: bool) -> Path:
    return VENV / ("installed-development" if development else "installed")


def _is_current(*, development: bool) -> bool:
    marker = _marker(development=development)
    return marker.is_file() and marker.read_text() == _key(development=development)


def _make() -> None:
    if _works():
        return
    print("Making the Python environment in .venv", file=sys.stderr, flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    # Putting a pip into it takes longer than all packages; the one that is here installs into it.
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", str(VENV)], capture_output=True, text=True
    )
    if made.returncode or not _works():
        shutil.rmtree(VENV, ignore_errors=True)
        raise CannotStart(f"{NO_VENV}\n{(made.stdout + made.stderr).strip()}")


def _works() -> bool:
    """Whether the environment's Python runs, and is the version that is running now."""
    code = "import sys; print(sys.version_info[:3])"
    try:
        said = subprocess.run([PYTHON, "-c", code], capture_output=True, text=True)
    except OSError:
        return False
    return said.stdout.strip() == str(tuple(sys.version_info[:3]))


def _install(*, development: bool) -> None:
    requirements = _requirements(development=development)
    print(f"Installing the packages of {requirements.name}", file=sys.stderr, flush=True)
    pip = [*_pip(), "--disable-pip-version-check", "install", "-q"]
    uv = [str(VENV / "bin" / "uv"), "pip", "install", "-q", "--python", str(PYTHON)]
    wanted = ["--require-hashes", "-r", str(requirements)]
    done = _quietly([*pip, UV]) and _quietly([*uv, *wanted])
    if not done:
        print(
            "uv did not manage; installing with pip, which takes longer",
            file=sys.stderr,
            flush=True,
        )
        if subprocess.run([*pip, *wanted], cwd=ROOT).returncode:
            raise CannotStart("The packages could not be installed; pip's words are above.")
    for each in {False, development}:
        _marker(development=each).write_text(_key(development=each))


def _pip() -> list[str]:
    """Return the command of a pip for the environment: this Python's, else one of its own.

    Raises CannotStart when there is none to be had.
    """
    try:
        here = tuple(int(part) for part in metadata.version("pip").split(".")[:2])
    except (metadata.PackageNotFoundError, ValueError):
        here = (0, 0)
    if here >= PIP_FOR_OTHERS:
        return [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    made = subprocess.run([PYTHON, "-m", "ensurepip"], capture_output=True, text=True)
    if made.returncode:
        raise CannotStart(f"{NO_VENV}\n{(made.stdout + made.stderr).strip()}")
    return [str(PYTHON), "-m", "pip"]


def _quietly(command: list[str]) -> bool:
    return subprocess.run(command, cwd=ROOT, stderr=subprocess.DEVNULL).returncode == 0


@contextlib.contextmanager
def _lock() -> Iterator[None]:
    """Let one command at a time touch the environment; the others wait."""
    path = Path(tempfile.gettempdir()) / f"macd-{short_hash(VENV)}.lock"
    with os.fdopen(os.open(path, os.O_CREAT | os.O_RDWR, 0o600), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
