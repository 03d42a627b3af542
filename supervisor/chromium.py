"""The browser of the journeys: found, installed where that is allowed, else named."""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence

# Without a window to draw it starts, and loads a page, in half the time.
SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "libatomic1")
BY_HAND = f"apt-get install --no-install-recommends {' '.join(PACKAGES)}"
# What Playwright's own program, which drives the browser, is linked with; a bare Debian has it not.
LIBRARY = "libatomic.so.1"


def find() -> str | None:
    """Return the browser's path, if there is one and what drives it can run."""
    if sys.platform == "linux" and not _is_there(LIBRARY):
        return None
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def prepare(arguments: Sequence[str]) -> None:
    """Install the browser if the journeys are among the tests asked for and it is missing.

    Needs root, or a sudo that asks no password; says what is skipped where neither is there.
    """
    paths = [one for one in arguments if one.startswith("tests")]
    if find() or (paths and not any("journeys" in path for path in paths)):
        return
    rights = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if shutil.which("apt-get") and (not rights or _quietly([*rights, "true"])):
        print("Installing Chromium for the journeys", file=sys.stderr, flush=True)
        apt = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
        small = [*apt, "install", "--no-install-recommends", SHELL, *PACKAGES[1:]]
        whole = [*apt, "install", "--no-install-recommends", *PACKAGES]
        if _quietly(small):
            return
        if _quietly([*apt, "update"]) and (_quietly(small) or _quietly(whole)):
            return
    print(
        f"The journeys are skipped, because there is no Chromium:\n    {BY_HAND}",
        file=sys.stderr,
        flush=True,
    )


def _is_there(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _quietly(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        return False
