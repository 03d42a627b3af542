"""Processes that an installation runs: started, watched, and found again after a crash."""

import contextlib
import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

PATIENCE = 12.0
"""Seconds a process gets to end by itself before it is killed."""
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""What asks the supervisor to stop."""


@dataclass(kw_only=True)
class Process:
    """One process of the installation, in a group of its own so that Ctrl-C does not reach it."""

    name: str
    command: list[str]
    log: Path
    environ: Mapping[str, str] = field(default_factory=dict)
    folder: Path = Path("/")
    user: int | None = None
    group: int | None = None
    door: int | None = None
    niceness: int = 0
    stop_signal: signal.Signals = signal.SIGTERM
    running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; its output goes to its log."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log, uninterrupted():
            self.running = subprocess.Popen(
                self.command,
                cwd=self.folder,
                env={**os.environ, **self.environ},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=() if self.door is None else (self.door,),
                user=self.user,
                group=self.group,
                extra_groups=None if self.user is None else [],
            )
        if self.niceness:
            give_way(self.running.pid, self.niceness)

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self.running is not None and self.running.poll() is None

    def ask_to_stop(self) -> None:
        """Send its stop signal, if it runs."""
        if self.running is not None and self.alive:
            os.kill(self.running.pid, self.stop_signal)

    def wait(self, *, patience: float = PATIENCE) -> None:
        """Wait until it has ended; after `patience` seconds kill its whole group."""
        if self.running is None:
            return
        try:
            self.running.wait(timeout=patience)
        except subprocess.TimeoutExpired:
            kill_group(self.running.pid)
            self.running.wait()

    def end_helpers(self) -> None:
        """Kill what a dead process has left of its group; they would hold its port or its files."""
        if self.running is not None:
            kill_group(self.running.pid)

    def last_words(self, lines: int = 12) -> str:
        """Return the end of its log."""
        if not self.log.is_file():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """Put off what asks us to stop: a process that is started meanwhile would be nobody's.

    Signals come to the main thread; in another one there is nothing to put off.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    kept = {one: signal.signal(one, lambda number, _frame: came.append(number)) for one in STOPPING}
    try:
        yield
    finally:
        for one, handler in kept.items():
            signal.signal(one, handler)
        for number in came:
            signal.raise_signal(number)


def give_way(pid: int, niceness: int) -> None:
    """Let other processes go before this one and those it starts; alone, nothing is slower."""
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, pid, os.getpriority(os.PRIO_PROCESS, pid) + niceness)
        # Where Linux shares time among sessions first, this is what counts.
        Path(f"/proc/{pid}/autogroup").write_text(str(niceness))


def kill_group(pid: int) -> None:
    """Kill a process and those it started, if they are still there."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def born(pid: int) -> str:
    """Return when the process `pid` started, as something to compare; empty when there is none.

    A process id is used again after a while, an id with its start is not.
    """
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[19]
    except (OSError, IndexError):
        pass
    if Path("/proc/self/stat").exists():
        return ""
    said = subprocess.run(
        ["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return said.stdout.strip()


class Register:
    """Remembers on disk which processes run, so that a later start finds those left behind."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, processes: list[Process]) -> None:
        """Remember the processes that run now, in the order in which they must end."""
        facts = [
            {
                "name": one.name,
                "pid": one.running.pid,
                "born": born(one.running.pid),
                "signal": int(one.stop_signal),
            }
            for one in processes
            if one.running is not None and one.alive
        ]
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps(facts))
        fresh.replace(self.path)

    def stop_left_behind(self) -> list[str]:
        """End what an earlier, killed supervisor left running; return the names."""
        try:
            facts = json.loads(self.path.read_text())
        except (OSError, ValueError):
            return []
        left = [one for one in facts if one["born"] and born(one["pid"]) == one["born"]]
        for one in left:
            end(one["pid"], one["signal"])
        self.path.unlink(missing_ok=True)
        return [str(one["name"]) for one in left]


def end(pid: int, stop_signal: int) -> None:
    """Ask a process that is not our child to stop, wait for it, and kill it after a while."""
    start = born(pid)
    try:
        os.kill(pid, stop_signal)
    except ProcessLookupError:
        return
    deadline = time.monotonic() + PATIENCE
    while born(pid) == start and not _is_zombie(pid):
        if time.monotonic() > deadline:
            kill_group(pid)
            return
        time.sleep(0.05)


def _is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return False
