"""The embedded PostgreSQL: the system's or a package's binaries, reached by a socket only."""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from supervisor.places import socket_folder
from supervisor.postgres_binaries import of_packages, of_system, unprivileged, version_of
from supervisor.problems import CannotStart
from supervisor.processes import Process, end

OWNER = "macd"
DATABASE = "macd"
OLDEST = 15
FIRST_WITH_BUILTIN_LOCALE = 17
READY_LINE = 7
"""Where postmaster.pid says that the server takes connections, counted from 0."""
SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "48MB",
    "max_connections": "60",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "256MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "max_worker_processes": "2",
    "max_parallel_workers": "0",
    "autovacuum_max_workers": "1",
}
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Postgres:
    """One cluster under `home`, with one database and its owner.

    `careless` turns durability off; for tests only.
    """

    def __init__(self, home: Path, *, careless: bool = False) -> None:
        self.home = home
        self.careless = careless
        self.user = unprivileged()
        if self._at_home():
            self.data, self.sockets = home / "postgres", socket_folder(home, "postgres")
        else:
            self.data, self.sockets = self._elsewhere() / "data", self._elsewhere() / "run"
            self.sockets.mkdir(mode=0o700, exist_ok=True)
        self.process: Process | None = None

    def url(self, user: str) -> str:
        """Return the address of the database for this role."""
        return f"postgresql://{user}@/{DATABASE}?host={self.sockets}"

    def start(self) -> Process:
        """Make the cluster if there is none, start it, and wait until it takes connections."""
        binaries = self._binaries()
        if not (self.data / "PG_VERSION").is_file():
            self._initialise(binaries)
        self._drop_stale_locks()
        self._own(self.sockets)
        settings = SETTINGS | (CARELESS if self.careless else {})
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        self.process = Process(
            name="postgres",
            command=[
                *(str(binaries / "postgres"), "-D", str(self.data), "-k", str(self.sockets)),
                *options,
            ],
            log=self.home / "log" / "postgres.log",
            user=self.user.uid,
            group=self.user.gid,
            stop_signal=signal.SIGINT,
        )
        self.process.start()
        self._wait(self.process)
        self._make_database(binaries)
        return self.process

    # ------------------------------------------------------------------ binaries
    def _binaries(self) -> Path:
        wanted = self._version_of_data()
        found = [*of_system(), *of_packages()]
        for folder in found:
            version = version_of(folder)
            if version >= OLDEST and wanted in {None, version}:
                return self._reachable(folder)
        if wanted and found:
            message = (
                f"The database in {self.data} was made by PostgreSQL {wanted}, which is not "
                "installed any more. Install it, or give DATABASE_URL."
            )
            raise CannotStart(message)
        raise CannotStart(
            "No PostgreSQL was found, neither installed nor as a package for this machine.\n"
            "Give DATABASE_OWNER_URL, or on Debian and Ubuntu: apt-get install postgresql"
        )

    def _version_of_data(self) -> int | None:
        try:
            return int((self.data / "PG_VERSION").read_text())
        except (OSError, ValueError):
            return None

    def _reachable(self, folder: Path) -> Path:
        """Return `folder`, or a copy where the unprivileged user cannot get to it."""
        if self.user.uid is None or self._may_run(folder / "postgres"):
            return folder
        copy = self._elsewhere() / "binaries"
        install = folder.parent
        if not (copy / install.name / "bin" / "postgres").is_file():
            shutil.rmtree(copy, ignore_errors=True)
            copy.mkdir(parents=True)
            package = install.parent
            shutil.copytree(install, copy / package.name / install.name, symlinks=True)
            libraries = package.with_name(f"{package.name}.libs")
            if libraries.is_dir():
                shutil.copytree(libraries, copy / libraries.name, symlinks=True)
        return copy / install.parent.name / install.name / "bin"

    def _may_run(self, binary: Path) -> bool:
        try:
            tried = subprocess.run(
                [binary, "--version"],
                capture_output=True,
                cwd="/",
                user=self.user.uid,
                group=self.user.gid,
                extra_groups=[],
            )
        except PermissionError:
            return False
        return tried.returncode == 0

    # ---------------------------------------------------------------------- data
    def _at_home(self) -> bool:
        """Whether the data lie in the state directory; once made, they stay where they are."""
        if self.user.uid is None or (self.home / "postgres" / "PG_VERSION").is_file():
            return True
        return not self._pointer.is_file() and self._may_enter(self.home)

    @property
    def _pointer(self) -> Path:
        return self.home / "database-folder"

    def _may_enter(self, folder: Path) -> bool:
        folder.mkdir(parents=True, exist_ok=True)
        tried = subprocess.run(
            ["test", "-x", str(folder)],
            cwd="/",
            user=self.user.uid,
            group=self.user.gid,
            extra_groups=[],
        )
        return tried.returncode == 0

    def _elsewhere(self) -> Path:
        """Return a lasting folder that is reachable when the checkout is not (root's home).

        The state directory remembers it: a new state directory gets a new one.
        """
        if not self._pointer.is_file():
            self._pointer.parent.mkdir(parents=True, exist_ok=True)
            self._pointer.write_text(f"/var/lib/macd-{secrets.token_hex(5)}")
        folder = Path(self._pointer.read_text())
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)
        return folder

    def _own(self, folder: Path) -> None:
        if self.user.uid is not None and self.user.gid is not None:
            os.chown(folder, self.user.uid, self.user.gid)

    def _initialise(self, binaries: Path) -> None:
        print("Making the database", file=sys.stderr, flush=True)
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.mkdir(mode=0o700, parents=True)
        self._own(self.data)
        locale = ["--locale=C.UTF-8"]
        if version_of(binaries) >= FIRST_WITH_BUILTIN_LOCALE:
            locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        made = subprocess.run(
            [
                *(str(binaries / "initdb"), "-D", str(self.data), "-U", OWNER),
                *("--auth=trust", "--encoding=UTF8", "--no-sync", *locale),
            ],
            capture_output=True,
            text=True,
            cwd="/",
            user=self.user.uid,
            group=self.user.gid,
            extra_groups=None if self.user.uid is None else [],
        )
        if made.returncode:
            shutil.rmtree(self.data, ignore_errors=True)
            message = f"The database could not be made:\n{made.stdout}{made.stderr}"
            raise CannotStart(message)

    def _drop_stale_locks(self) -> None:
        """Remove lock files of a server that died, whose number may be somebody else's by now.

        A server that nobody remembers, because its supervisor was killed while starting it, is
        stopped first.
        """
        for lock in (self.data / "postmaster.pid", self.sockets / ".s.PGSQL.5432.lock"):
            try:
                pid = int(lock.read_text().splitlines()[0])
            except (OSError, ValueError, IndexError):
                continue
            try:
                command = Path(f"/proc/{pid}/cmdline").read_bytes()
            except OSError:
                command = b""
            if os.fsencode(self.data) in command.split(b"\0"):
                end(pid, signal.SIGINT)
            if Path("/proc/self/cmdline").exists():
                lock.unlink(missing_ok=True)

    def _wait(self, process: Process) -> None:
        deadline = time.monotonic() + 60
        lock = self.data / "postmaster.pid"
        while time.monotonic() < deadline:
            if not process.alive:
                message = f"PostgreSQL did not start:\n{process.last_words()}"
                raise CannotStart(message)
            try:
                lines = lock.read_text().splitlines()
            except OSError:
                lines = []
            ours = process.running is not None and lines[:1] == [str(process.running.pid)]
            if ours and [line.strip() for line in lines[READY_LINE:]] == ["ready"]:
                return
            time.sleep(0.02)
        process.ask_to_stop()
        process.wait()
        raise CannotStart(f"PostgreSQL is not ready after a minute:\n{process.last_words()}")

    def _make_database(self, binaries: Path) -> None:
        """Make the database with the server's own single command, once."""
        marker = self.data / "database-made"
        if marker.is_file():
            return
        made = subprocess.run(
            [str(binaries / "createdb"), "-h", str(self.sockets), "-U", OWNER, DATABASE],
            capture_output=True,
            text=True,
        )
        if made.returncode and "already exists" not in made.stderr:
            message = f"The database could not be made:\n{made.stderr}"
            raise CannotStart(message)
        marker.touch()
