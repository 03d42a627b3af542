"""One installation: its state directory, its database and broker, and what they are called."""

import contextlib
import fcntl
import hmac
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from supervisor import libraries
from supervisor.broker import Broker
from supervisor.places import state_directory
from supervisor.postgres import DATABASE, OWNER, Postgres
from supervisor.problems import CannotStart
from supervisor.processes import Register
from supervisor.watch import Watched


class Installation:
    """The parts under one state directory; parts that are given by address are not started."""

    def __init__(
        self, home: Path, *, given: Mapping[str, str] = os.environ, careless: bool = False
    ) -> None:
        self.home = home
        self.given = given
        self.home.mkdir(parents=True, exist_ok=True)
        own_database = not (given.get("DATABASE_URL") or given.get("DATABASE_OWNER_URL"))
        self.postgres = Postgres(home, careless=careless) if own_database else None
        self.broker = None if given.get("REDIS_URL") else Broker(home, lasting=not careless)
        self.register = Register(home / "run" / "processes.json")

    @property
    def embedded(self) -> bool:
        """Whether the database is our own, so that the demonstration may be loaded into it."""
        return self.postgres is not None

    def environ(self) -> dict[str, str]:
        """Return the variables with which the application reaches this installation."""
        facts = {
            "MACD_HOME": str(self.home),
            "SECRET_KEY": self.given.get("SECRET_KEY") or self._kept_secret("secret-key"),
            "DEMO": self.given.get("DEMO") or ("1" if self.embedded else ""),
            "STORAGE_URL": self.given.get("STORAGE_URL") or str(self.home / "files"),
            "REDIS_URL": self.broker.url if self.broker else self.given["REDIS_URL"],
        }
        return facts | self._database() | self._clock() | libraries.environ(state_directory())

    @contextlib.contextmanager
    def parts(self) -> Iterator[list[Watched]]:
        """Run the database and the broker; stop them at the end."""
        running: list[Watched] = []
        try:
            for part in (self.postgres, self.broker):
                if part is not None:
                    running.append(Watched(part.start(), part.start))
                    self.register.write([one.process for one in running])
            yield running
        finally:
            for one in reversed(running):
                one.process.ask_to_stop()
                one.process.wait()
            self.register.write([])

    def begin_anew(self) -> bool:
        """Throw away what an interrupted first start left of the demonstration; return if it did.

        Half of it would stay half. Nobody has seen a page of it yet, so nothing is lost.
        """
        begun = self.home / "demo-begun"
        if not (self.embedded and begun.is_file()):
            return False
        for name in ("postgres", "broker", "files"):
            shutil.rmtree(self.home / name, ignore_errors=True)
        begun.unlink()
        return True

    def is_running(self) -> bool:
        """Whether a supervisor holds this state directory now."""
        try:
            with self.held():
                return False
        except CannotStart:
            return True

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Hold the state directory, so that nobody else starts on it.

        Raises CannotStart when somebody does.
        """
        path = self.home / "run" / "lock"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                message = (
                    f"An installation is running on {self.home} already. "
                    "Stop it first, or set MACD_HOME to another directory."
                )
                raise CannotStart(message) from None
            yield

    def _database(self) -> dict[str, str]:
        if self.postgres:
            return {
                "DATABASE_URL": self.postgres.url(f"{DATABASE}_app"),
                "DATABASE_OWNER_URL": self.postgres.url(OWNER),
            }
        owner = self.given.get("DATABASE_OWNER_URL", "")
        application = self.given.get("DATABASE_URL", "")
        facts = {"DATABASE_URL": application or self._application_url(owner)}
        return facts | ({"DATABASE_OWNER_URL": owner} if owner else {})

    def _application_url(self, owner: str) -> str:
        """Return the owner's address with the application's login `<database>_app` instead.

        Its password follows from the owner's address, so that every start finds the same one.
        """
        parts = urlsplit(owner)
        password = hmac.new(owner.encode(), b"application's login", "sha256").hexdigest()
        login = f"{parts.path.strip('/')}_app:{password}"
        place = parts.netloc.rsplit("@", 1)[-1]
        return urlunsplit(parts._replace(netloc=f"{login}@{place}"))

    def _clock(self) -> dict[str, str]:
        """Return since when the clock of the demonstration runs, kept for later starts."""
        wanted = self.given.get("MACD_CLOCK", "")
        if not wanted:
            return {}
        path = self.home / "clock"
        kept = path.read_text().splitlines() if path.is_file() else []
        if kept[:1] != [wanted]:
            kept = [wanted, datetime.now(UTC).isoformat()]
            path.write_text("\n".join(kept))
        return {"MACD_CLOCK_STARTED": kept[1]}

    def _kept_secret(self, name: str) -> str:
        """Return a random text that is made once and kept, readable by its owner only."""
        path = self.home / "secrets" / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(48))
        return path.read_text()
