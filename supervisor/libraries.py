"""The system libraries and the font that make PDFs, and where the renderer finds them."""

import contextlib
import ctypes
import getpass
import os
import shutil
import subprocess
import sys
from pathlib import Path

from supervisor.places import VENV

NEEDED = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
    "libharfbuzz.so.0",
    "libharfbuzz-subset.so.0",
    "libfontconfig.so.1",
)
PACKAGES = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"]
BY_HAND = f"apt-get install --no-install-recommends {' '.join(PACKAGES)}"
FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


def prepare(home: Path) -> None:
    """See to it that the libraries are there: installed as root, else unpacked under `home`.

    Says what to install where neither works; everything but sealing does without.
    """
    write_fonts(home)
    if _present() or _folders(home):
        return
    if shutil.which("apt-get"):
        print("Fetching the libraries that make PDFs", file=sys.stderr, flush=True)
        done = _install() or _unpack(home / "libraries")
        if done:
            return
    print(
        f"PDFs cannot be made until their libraries are installed:\n    {BY_HAND}",
        file=sys.stderr,
        flush=True,
    )


def environ(home: Path) -> dict[str, str]:
    """Return the variables by which a process finds the fonts and the libraries."""
    facts = {}
    if (home / "fonts" / "fonts.conf").is_file():
        facts["FONTCONFIG_FILE"] = str(home / "fonts" / "fonts.conf")
    folders = [] if _present() else _folders(home)
    if folders:
        given = os.environ.get("LD_LIBRARY_PATH", "")
        facts["LD_LIBRARY_PATH"] = ":".join([*map(str, folders), *([given] if given else [])])
    return facts


def write_fonts(home: Path) -> None:
    """Write a font configuration of our own: the same fonts, and thus pages, on every machine."""
    folder = home / "fonts"
    found = sorted(VENV.glob("lib/python3*/site-packages/font_source_sans_pro/files"))
    if not found:
        return
    (folder / "cache").mkdir(parents=True, exist_ok=True)
    text = FONTS_CONF.format(fonts=found[0], cache=folder / "cache")
    (folder / "fonts.conf").write_text(text)


def _present() -> bool:
    try:
        for name in NEEDED:
            ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _folders(home: Path) -> list[Path]:
    """Return the folders of the unpacked libraries, if all of them are there."""
    for folder in sorted((home / "libraries").glob("usr/lib/*-linux-*")):
        if all((folder / name).exists() or _loads(name) for name in NEEDED):
            return [folder]
    return []


def _loads(name: str) -> bool:
    with contextlib.suppress(OSError):
        ctypes.CDLL(name)
        return True
    return False


def _install() -> bool:
    """Install with root's rights, or with a sudo that asks no password."""
    rights = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if rights and not (shutil.which("sudo") and _quietly([*rights, "true"])):
        return False
    apt = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
    install = [*apt, "install", "--no-install-recommends", *PACKAGES]
    return _quietly(install) or (_quietly([*apt, "update"]) and _quietly(install))


def _unpack(folder: Path) -> bool:
    """Fetch the packages without any rights, and unpack those that are missing into `folder`."""
    work = folder.with_name("libraries.new")
    shutil.rmtree(work, ignore_errors=True)
    for name in ("lists/partial", "cache/archives/partial", "debs", "root"):
        (work / name).mkdir(parents=True)
    apt = [
        *("apt-get", "-q", "-o", f"Dir::State::lists={work}/lists"),
        *("-o", f"Dir::Cache={work}/cache", "-o", f"APT::Sandbox::User={getpass.getuser()}"),
    ]
    try:
        subprocess.run([*apt, "update"], check=True, capture_output=True)
        plan = subprocess.run(
            [*apt, "-s", "--no-install-recommends", "install", *PACKAGES],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        names = [line.split()[1] for line in plan.splitlines() if line.startswith("Inst ")]
        command = [*apt, "download", *names]
        subprocess.run(command, check=True, capture_output=True, cwd=work / "debs")
        for package in sorted((work / "debs").glob("*.deb")):
            subprocess.run(["dpkg-deb", "-x", str(package), str(work / "root")], check=True)
    except (OSError, subprocess.CalledProcessError):
        shutil.rmtree(work, ignore_errors=True)
        return False
    shutil.rmtree(folder, ignore_errors=True)
    (work / "root").rename(folder)
    shutil.rmtree(work, ignore_errors=True)
    return True


def _quietly(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        return False
