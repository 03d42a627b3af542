"""Independent readers of PDF files for the tests: found, installed where allowed, else named."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence

# Each program, and the package of Debian that brings it.
PROGRAMS = {"pdftotext": "poppler-utils", "qpdf": "qpdf"}
# The rooms whose tests read PDF files with them.
ROOMS = ("macd", "signing", "journeys")


def missing() -> list[str]:
    """Return the packages whose programs are not there."""
    return [package for program, package in PROGRAMS.items() if not shutil.which(program)]


def by_hand(packages: Sequence[str]) -> str:
    """Return the command that installs packages."""
    return f"apt-get install --no-install-recommends {' '.join(packages)}"


def prepare(arguments: Sequence[str]) -> None:
    """Install the readers if tests that use them are asked for and they are missing.

    Needs root, or a sudo that asks no password; says what is skipped where neither is there.
    """
    paths = [one for one in arguments if one.startswith("tests")]
    wanted = missing()
    if not wanted or (paths and not any(room in path for path in paths for room in ROOMS)):
        return
    rights = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if shutil.which("apt-get") and (not rights or _quietly([*rights, "true"])):
        print("Installing the tools that read PDF files in tests", file=sys.stderr, flush=True)
        apt = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
        install = [*apt, "install", "--no-install-recommends", *wanted]
        if _quietly(install) or (_quietly([*apt, "update"]) and _quietly(install)):
            return
    print(
        f"Tests that read PDF files with other tools are skipped:\n    {by_hand(wanted)}",
        file=sys.stderr,
        flush=True,
    )


def _quietly(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        return False
