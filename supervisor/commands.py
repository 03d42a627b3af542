"""The commands that a person types: bin/manage, bin/test, bin/check, bin/bench."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from types import FrameType
from urllib.parse import urlsplit, urlunsplit

from supervisor import chromium, environment, libraries, readers
from supervisor.installation import Installation
from supervisor.passing import passing
from supervisor.places import PYTHON, ROOT, state_directory
from supervisor.problems import CannotStart

MOST_PROCESSES = 4
DATABASES = ("DATABASE_URL", "DATABASE_OWNER_URL")
CHECKS = (
    ("format", ["ruff", "format", "--check"]),
    ("lint", ["ruff", "check"]),
    ("imports", ["lint-imports", "--no-logo"]),
    ("types", ["mypy"]),
    ("templates", ["djlint", "--check", "--lint", "--quiet", "templates"]),
    ("Django", ["python", "manage.py", "check", "--fail-level", "WARNING"]),
    ("texts", ["python", "-m", "config.messages", "--check"]),
    ("migrations", ["python", "manage.py", "makemigrations", "--check", "--dry-run"]),
    ("compatibility", ["python", "-m", "config.compatibility"]),
)


def speak(command: Callable[[list[str]], int]) -> int:
    """Run a command with the arguments of the command line; say plainly why it cannot start."""
    signal.signal(signal.SIGTERM, _interrupt)  # asked to stop, it stops what it started
    try:
        return command(sys.argv[1:])
    except CannotStart as reason:
        print(reason, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def manage(arguments: list[str]) -> int:
    """Run manage.py in the environment, with the embedded parts reachable."""
    environment.prepare()
    installation = Installation(state_directory())
    command = [str(PYTHON), "manage.py", *arguments]
    if installation.is_running():
        return _run(command, installation.environ())
    with installation.held():
        installation.register.stop_left_behind()
        with installation.parts():
            return _run(command, installation.environ())


def test(arguments: list[str]) -> int:
    """Run the tests against a database and a broker of their own; arguments go to pytest."""
    environment.prepare(development=True)
    libraries.prepare(state_directory())
    chromium.prepare(arguments)
    readers.prepare(arguments)
    with passing() as installation:
        environ = installation.environ() | {"DEMO": "1"}
        environ |= {name: under_test(environ[name]) for name in DATABASES if name in environ}
        command = [str(PYTHON), "-m", "pytest", *beside_each_other(arguments), *arguments]
        return _run(command, environ)


def beside_each_other(arguments: Sequence[str]) -> list[str]:
    """Return what makes pytest use several processes: for the whole suite, on several cores.

    For some tests only, starting more processes would take longer than it saves.
    """
    some = any(not one.startswith("-") or one.startswith("-n") for one in arguments)
    processes = min(os.cpu_count() or 1, MOST_PROCESSES)
    if some or processes == 1:
        return []
    return [f"-n{processes}", "--dist=loadscope"]


def under_test(url: str) -> str:
    """Return the address of a database called `test_…` beside this one.

    Roles are named after their database and belong to the whole server: those of the tests, which
    are altered and dropped, must not be those of an installation.
    """
    parts = urlsplit(url)
    name = parts.path.strip("/")
    place = parts.netloc.replace(f"{name}_app", f"test_{name}_app")
    return urlunsplit(parts._replace(netloc=place, path=f"/test_{name}"))


def check(arguments: list[str]) -> int:
    """Run every check, or those named; exit 1 when one finds something."""
    environment.prepare(development=True)
    failed = []
    with passing() as installation:
        _run([str(PYTHON), "manage.py", "prepare_database"], installation.environ(), quiet=True)
        for name, command in CHECKS:
            if arguments and name not in arguments:
                continue
            print(f"== {name}", flush=True)
            binary = str(PYTHON.parent / command[0])
            if _run([binary, *command[1:]], installation.environ()):
                failed.append(name)
    print(f"Found something: {', '.join(failed)}" if failed else "All checks are clean.")
    return 1 if failed else 0


def bench(arguments: list[str]) -> int:
    """Run benchmarks on installations of their own; exit 1 when one misses its promise."""
    environment.prepare(development=True)
    libraries.prepare(state_directory())
    command = [str(PYTHON), "-m", "bench", *arguments]
    return _run(command, libraries.environ(state_directory()))


def _run(command: list[str], environ: dict[str, str], *, quiet: bool = False) -> int:
    output = subprocess.DEVNULL if quiet else None
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environ}, stdout=output
    ).returncode


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
