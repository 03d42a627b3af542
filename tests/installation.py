"""A whole installation, started with bin/run as a person would, for tests to use and to break."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from supervisor.places import quick_folder

ROOT = Path(__file__).resolve().parent.parent
OWN_PARTS = (
    "DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SECRET_KEY", "STORAGE_URL", "DEMO",
    "DJANGO_SETTINGS_MODULE", "FONTCONFIG_FILE",
)  # fmt: skip
"""What bin/test gives the tests, and what bin/run must find for itself."""


@contextlib.contextmanager
def state_directory(*, on_disk: bool = False) -> Iterator[Path]:
    """Give a state directory that any user may enter: as root, the database runs as another one.

    It lies in memory where there is enough, unless it must be `on_disk`, as what is measured must.
    pytest's own temporary folders are closed to others each time some pytest starts.
    """
    place = None if on_disk else quick_folder()
    with tempfile.TemporaryDirectory(
        prefix="macd-", dir=place, ignore_cleanup_errors=True
    ) as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / "home"


class RunningInstallation:
    """bin/run on a state directory and a port of its own."""

    def __init__(self, home: Path, *, port: int = 0, **variables: str) -> None:
        self.home = home
        self.port = port or free_port()
        self.url = f"http://localhost:{self.port}"
        self.output = home.with_name(f"{home.name}.out")
        kept = {name: value for name, value in os.environ.items() if name not in OWN_PARTS}
        self.environ = {**kept, "MACD_HOME": str(home), "PORT": str(self.port), **variables}
        self.running: subprocess.Popen[bytes] | None = None

    def start(self, *, within: float = 300) -> None:
        """Start it and wait until it says that it is ready; AssertionError with its words else."""
        self.running = self._launch()
        self.wait_for_words("Ready after", within=within)

    def _launch(self) -> "subprocess.Popen[bytes]":
        with self.output.open("wb") as output:
            return subprocess.Popen(
                [sys.executable, str(ROOT / "bin" / "run")],
                env=self.environ,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def words(self) -> str:
        """What it has printed since its last start."""
        return self.output.read_text(errors="replace")

    def wait_for_words(self, words: str, *, within: float) -> None:
        """Wait until it prints this."""
        deadline = time.monotonic() + within
        while words not in self.words:
            assert self.running is not None
            assert self.running.poll() is None, self.words
            assert time.monotonic() < deadline, self.words
            time.sleep(0.1)

    def stop(self) -> int:
        """Press Ctrl-C and return the exit status."""
        assert self.running is not None
        if self.running.poll() is None:
            self.running.send_signal(signal.SIGINT)
        return self.running.wait(timeout=60)

    def pids(self) -> dict[str, int]:
        """Return the process ids of its parts, by name."""
        facts: list[dict[str, Any]] = json.loads((self.home / "run" / "processes.json").read_text())
        return {one["name"]: one["pid"] for one in facts}

    def kill9_supervisor(self) -> None:
        """Kill only bin/run itself; its parts are left behind."""
        assert self.running is not None
        self.running.kill()
        self.running.wait()

    def kill9(self) -> None:
        """Kill everything at once, as a power cut would."""
        pids = self.pids()
        self.kill9_supervisor()
        for pid in pids.values():
            os.killpg(pid, signal.SIGKILL)

    def restart(self, *, within: float = 120) -> None:
        """Start it again after it was stopped or killed."""
        self.start(within=within)

    def manage(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run one of its commands."""
        return subprocess.run(
            [sys.executable, str(ROOT / "bin" / "manage"), *arguments],
            env=self.environ,
            capture_output=True,
            text=True,
        )

    def get(self, path: str) -> tuple[int, str]:
        """Fetch a page without a browser; return status and text; 0 when nobody answers."""
        try:
            with urllib.request.urlopen(f"{self.url}{path}", timeout=20) as answer:  # noqa: S310
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()
        except OSError as reason:
            return 0, str(reason)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])


def alive(pid: int) -> bool:
    """Whether a process runs (a dead one that nobody has asked about does not count)."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"
