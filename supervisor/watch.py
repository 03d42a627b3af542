"""Keeps processes running: starts again what dies, waiting longer each time."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from supervisor.problems import CannotStart
from supervisor.processes import Process, Register

SHORTEST, LONGEST = 0.5, 8.0
"""Seconds between a death and the next start."""
SETTLED = 20.0
"""A process that lived this many seconds may be started at once again."""


@dataclass
class Watched:
    """One process, how it is started again, and how patient we have become with it."""

    process: Process
    start: Callable[[], Process]
    started_at: float = field(default_factory=time.monotonic)
    wait: float = SHORTEST
    due_at: float | None = None

    def look(self, *, now: float, say: Callable[[str], None]) -> bool:
        """Start it again when it is dead and due; return whether it was."""
        if self.process.alive:
            return False
        if self.due_at is None:
            if now - self.started_at > SETTLED:
                self.wait = SHORTEST
            self.due_at = now + self.wait
            self.wait = min(self.wait * 2, LONGEST)
            self.process.end_helpers()
            say(f"{self.process.name} ended; it is started again. See {self.process.log}")
        if now < self.due_at:
            return False
        try:
            self.process = self.start()
        except CannotStart as reason:
            say(str(reason))
            self.due_at = now + self.wait
            self.wait = min(self.wait * 2, LONGEST)
            return False
        self.started_at, self.due_at = now, None
        return True


def again(process: Process) -> Callable[[], Process]:
    """Return what starts this process once more."""

    def start() -> Process:
        process.start()
        return process

    return start


def watch(everything: list[Watched], register: Register, *, say: Callable[[str], None]) -> None:
    """Watch until a signal interrupts."""
    while True:
        now = time.monotonic()
        restarted = [one.look(now=now, say=say) for one in everything]
        if any(restarted):
            register.write([one.process for one in everything])
        time.sleep(0.2)
