"""Campaign: every part is restarted one after another under load; no request is dropped.

Parts are asked to stop, as for a new release. What they have in hand is finished: no answer fails,
no mail is sent twice, no document waits for a lease to end.
"""

import contextlib
import os
import signal
import threading
import time

from bench.crash import CLOCK
from bench.frame.clock import percentile
from bench.frame.killing import wait_for_all_parts
from bench.frame.places import running
from bench.frame.post import receiving
from bench.frame.report import Figure, Report
from tests.installation import RunningInstallation, alive

ROUNDS, SHORT_ROUNDS = 5, 1
SUBMISSIONS = 4
PARTS = ("worker", "scheduler", "relay", "web")
STOPPED_WITHIN = 30.0


def run(*, short: bool, rounds: int = 0) -> Report:
    """Restart all parts so many times while people read, send and sign."""
    wanted = rounds or (SHORT_ROUNDS if short else ROUNDS)
    with receiving() as (server, at), running(MACD_CLOCK=CLOCK, **at) as installation:
        from bench.frame.customers import Customers
        from bench.frame.idle import wait_until_idle
        from bench.frame.verdict import documents_wrong, mails_wrong, sealing_times
        from bench.frame.web import Reader

        people = Customers(port=installation.port, companies=2)
        people.prepare(SUBMISSIONS * wanted)
        readers = [Reader(one.requester.twin(), "/documents/") for one in people.companies]
        for reader in readers:
            reader.start()
        working = threading.Thread(target=people.work)
        working.start()
        killed = sum(_restart(installation, part) for _ in range(wanted) for part in PARTS)
        working.join()
        for reader in readers:
            reader.ended.set()
            reader.join()
        wait_for_all_parts(installation)
        wait_until_idle()
        signed = [receipt.number for receipt in people.signed]
        wrong = documents_wrong([receipt.number for receipt in people.submitted], signed)
        post = mails_wrong(signed, server.arrived)
        waits = [wait for reader in readers for wait in reader.seconds]
        return Report(
            "rolling_restart",
            figures=[
                Figure("a page, 50 of 100", percentile(waits, 50), "s"),
                Figure("a page, the slowest", max(waits), "s"),
                Figure("slowest seal", max(sealing_times(signed)[0], default=0.0), "s"),
            ],
            counts={
                "restarts": wanted * len(PARTS),
                "pages": len(waits),
                "submissions": len(people.submitted),
                "dropped": sum(reader.dropped for reader in readers) + people.retried,
                "refused": len(people.refused),
                "had_to_be_killed": killed,
                **wrong,
                **post,
            },
            wrong=frozenset(
                {"dropped", "refused", "mails_lost", "duplicates", "need_attention", *wrong}
            ),
        )


def _restart(installation: RunningInstallation, part: str) -> int:
    """Ask a part to stop and wait until it runs again; 1 where it had to be killed."""
    old = installation.pids()[part]
    with contextlib.suppress(ProcessLookupError):
        os.kill(old, signal.SIGTERM)
    deadline = time.monotonic() + STOPPED_WITHIN
    killed = 0
    while alive(old):
        time.sleep(0.1)
        if time.monotonic() > deadline and not killed:
            killed = 1
            with contextlib.suppress(ProcessLookupError):
                os.killpg(old, signal.SIGKILL)
    while installation.pids().get(part, old) == old:
        time.sleep(0.1)
    return killed
