"""Killing parts of an installation with `kill -9`, at instants that chance chooses."""

import contextlib
import os
import random
import signal
import threading
import time
from collections.abc import Callable

from tests.installation import RunningInstallation

SPREAD = 3.0
"""A kill comes at a random instant within so many seconds from when it is due."""
GIVEN_UP = 600.0


class Killer(threading.Thread):
    """Kills one part after another while a campaign goes on, until it is told to end.

    ``progress`` says which share of the work is done: kills are spread over the work and not
    over the time, so that a slow machine meets as many as a fast one.
    """

    def __init__(
        self,
        installation: RunningInstallation,
        *,
        kills: int,
        progress: Callable[[], float],
        seed: int,
    ) -> None:
        super().__init__(daemon=True)
        self.installation, self.kills, self.progress = installation, kills, progress
        self.seed, self.chance = seed, random.Random(seed)
        self.done: list[str] = []
        self.round: list[str] = []
        self.ended = threading.Event()

    def run(self) -> None:
        """Kill until enough were killed."""
        while len(self.done) < self.kills and not self.ended.wait(0.2):
            if self.progress() * self.kills < len(self.done):
                continue
            self.ended.wait(self.chance.uniform(0, SPREAD))
            self._kill_one()

    def _kill_one(self) -> None:
        pids = self.installation.pids()
        # In rounds, so that a short campaign meets every part too.
        left = sorted(set(pids) - set(self.round)) or sorted(pids)
        part = self.chance.choice(left)
        self.round = [part] if len(left) == len(pids) else [*self.round, part]
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pids[part], signal.SIGKILL)
            self.done.append(part)


def wait_for_all_parts(installation: RunningInstallation) -> None:
    """Wait until the installation says that it is ready; not for ever."""
    deadline = time.monotonic() + GIVEN_UP
    while installation.get("/readyz")[0] != 200 and time.monotonic() < deadline:
        time.sleep(0.2)
