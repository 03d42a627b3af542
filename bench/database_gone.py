"""Campaign: the database is away; nothing is promised meanwhile, and what was owed is done after.

The database is killed, and killed again each time it comes back. People go on pressing until they
are answered; what the pages say is looked at from outside, as an operator would.
"""

import contextlib
import os
import signal
import threading
import time

from bench.crash import CLOCK
from bench.frame.killing import GIVEN_UP, wait_for_all_parts
from bench.frame.places import running
from bench.frame.post import receiving
from bench.frame.report import Figure, Report
from tests.installation import RunningInstallation

AWAY, SHORT_AWAY = 600, 8
SUBMISSIONS, SHORT_SUBMISSIONS = 20, 2
WITHIN = 60.0


class Outage(threading.Thread):
    """Keeps the database down, and notes what health pages say meanwhile."""

    def __init__(self, installation: RunningInstallation, *, seconds: float) -> None:
        super().__init__(daemon=True)
        self.installation, self.seconds = installation, seconds
        self.kills = 0
        self.not_alive = 0
        self.not_ready = 0

    def run(self) -> None:
        """Kill it whenever it runs, until it was away long enough."""
        ends_at = time.monotonic() + self.seconds
        while time.monotonic() < ends_at:
            with contextlib.suppress(ProcessLookupError, KeyError, PermissionError):
                os.killpg(self.installation.pids()["postgres"], signal.SIGKILL)
                self.kills += 1
            self.not_alive += self.installation.get("/healthz")[0] != 200
            status, words = self.installation.get("/readyz")
            self.not_ready += status == 503 and "database" in words
            time.sleep(0.3)


def run(*, short: bool, seconds: int = 0) -> Report:
    """Work before, while and after the database is away, and count."""
    away = seconds or (SHORT_AWAY if short else AWAY)
    wanted = SHORT_SUBMISSIONS if short else SUBMISSIONS
    with receiving() as (server, at), running(MACD_CLOCK=CLOCK, **at) as installation:
        from bench.frame.customers import Customers
        from bench.frame.idle import wait_until_idle
        from bench.frame.verdict import documents_wrong, mails_wrong

        wait_until_idle()
        people = Customers(port=installation.port, companies=2)
        people.prepare(wanted)
        outage = Outage(installation, seconds=away)
        outage.start()
        people.work()
        outage.join()
        wait_for_all_parts(installation)
        settled = wait_until_idle(within=GIVEN_UP)
        signed = [receipt.number for receipt in people.signed]
        wrong = documents_wrong([receipt.number for receipt in people.submitted], signed)
        post = mails_wrong(signed, server.arrived)
        seen = {"readyz_said_nothing": int(not outage.not_ready), "not_alive": outage.not_alive}
        return Report(
            "database_gone",
            figures=[Figure("all done, once it was back", settled, "s", at_most=WITHIN)],
            counts={
                "seconds_away": away,
                "kills": outage.kills,
                "submissions": len(people.submitted),
                "asked_again": people.retried,
                "refused": len(people.refused),
                **seen,
                **wrong,
                **post,
            },
            wrong=frozenset(
                {"refused", "mails_lost", "duplicates", "waiting", "need_attention", *wrong, *seen}
            ),
        )
