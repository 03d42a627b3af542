"""Campaign: any part is killed at any moment; what was accepted is kept, told and sealed.

A client takes documents from draft to signature and keeps a receipt for each that was accepted;
meanwhile `kill -9` ends web, worker, scheduler, relay, broker or database, chosen by chance.
Afterwards the receipts are compared with the rows, the mailbox and the sealed files.
"""

import contextlib
import os
import random
import signal
import threading
import time
from typing import TYPE_CHECKING

from bench.frame.places import running
from bench.frame.report import Figure, Report
from tests.installation import RunningInstallation

if TYPE_CHECKING:
    from bench.frame.signing import Office

SUBMISSIONS, SHORT_SUBMISSIONS = 1000, 12
KILLS, SHORT_KILLS = 200, 12
SEED = 20260302
GIVEN_UP = 600.0
WITHIN = 60.0
"""Seconds until all is done, from the moment the last part is up again."""


class Killer(threading.Thread):
    """Kills one part after another at random moments, until it is told to end."""

    def __init__(self, installation: RunningInstallation, *, kills: int, every: float) -> None:
        super().__init__()
        self.installation, self.kills, self.every = installation, kills, every
        self.chance = random.Random(SEED)
        self.done: list[str] = []
        self.round: list[str] = []
        self.ended = threading.Event()

    def run(self) -> None:
        """Kill until enough were killed."""
        while len(self.done) < self.kills and not self.ended.wait(
            self.chance.uniform(0, 2 * self.every)
        ):
            pids = self.installation.pids()
            # In rounds, so that a short campaign meets every part too.
            left = sorted(set(pids) - set(self.round)) or sorted(pids)
            part = self.chance.choice(left)
            self.round = [part] if len(left) == len(pids) else [*self.round, part]
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(pids[part], signal.SIGKILL)
                self.done.append(part)


def run(*, short: bool) -> Report:
    """Sign and kill, wait until all is quiet, and count."""
    wanted = SHORT_SUBMISSIONS if short else SUBMISSIONS
    with running() as installation:
        from bench.frame.signing import Office

        office = Office()
        office.wait_until_idle()
        killer = Killer(installation, kills=SHORT_KILLS if short else KILLS, every=3.0)
        killer.start()
        refused = _sign(office, wanted, killer)
        killer.join()
        _wait_for_all_parts(installation)
        settled = _wait_until_done(office)
        return _report(office, killer, refused, settled)


def _sign(office: "Office", wanted: int, killer: Killer) -> int:
    """Sign until enough were accepted and enough killed; return how many were refused."""
    from django.db import Error, connections

    refused = 0
    while len(office.numbers) < wanted or killer.is_alive():
        try:
            office.sign()
        except Error:
            # The database is away or was: nothing was promised, so nothing is owed.
            refused += 1
            connections.close_all()
            time.sleep(0.5)
    return refused


def _wait_for_all_parts(installation: RunningInstallation) -> None:
    deadline = time.monotonic() + GIVEN_UP
    while installation.get("/readyz")[0] != 200 and time.monotonic() < deadline:
        time.sleep(0.5)


def _wait_until_done(office: "Office") -> float:
    """Return how long it took until nothing was owed any more."""
    from bench.frame.mails import mails_about

    began = time.monotonic()
    while time.monotonic() - began < GIVEN_UP:
        if not office.unsealed(office.numbers) and not mails_about(office.numbers).waiting:
            break
        time.sleep(0.5)
    return time.monotonic() - began


def _report(office: "Office", killer: Killer, refused: int, settled: float) -> Report:
    from accounts.tenancy import as_system
    from bench.frame.mails import mails_about
    from macd.models import Document

    mails, standing = mails_about(office.numbers), office.standing()
    with as_system():
        kept = Document.objects.filter(number__in=office.numbers).count()
    workers = killer.done.count("worker") + killer.done.count("postgres")
    return Report(
        name="crash",
        figures=[Figure("all done, once all parts were up", settled, "s", at_most=WITHIN)],
        counts={
            "submissions": len(office.numbers),
            "refused": refused,
            "kills": len(killer.done),
            **{f"kills_{part}": killer.done.count(part) for part in sorted(set(killer.done))},
            "lost": len(office.numbers) - kept,
            "unsealed": standing.never,
            "sealed_twice": standing.twice,
            "not_genuine": standing.not_genuine,
            "mails_owed": mails.owed,
            "mails_lost": mails.lost + mails.waiting,
            "need_attention": mails.attention,
            "duplicates": mails.twice,
            "duplicates_beyond_kills": max(mails.twice - workers, 0),
            "seed": SEED,
        },
        wrong=frozenset(
            {
                "lost",
                "unsealed",
                "sealed_twice",
                "not_genuine",
                "mails_lost",
                "need_attention",
                "duplicates_beyond_kills",
            }
        ),
    )
