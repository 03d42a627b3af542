"""Campaign: the broker is emptied, then away; work is accepted meanwhile and done afterwards.

`FLUSHALL` takes every wake-up that is under way; then the broker is killed, and killed again each
time it comes back, while documents are signed.
"""

import contextlib
import os
import signal
import time
from typing import TYPE_CHECKING

from bench.frame.places import running
from bench.frame.post import receiving
from bench.frame.report import Figure, Report
from tests.installation import RunningInstallation

if TYPE_CHECKING:
    from bench.frame.signing import Office

AWAY, SHORT_AWAY = 600.0, 10.0
EVERY, SHORT_EVERY = 20.0, 2.0
"""Seconds between two signatures: three a minute are a busy day of 1,500, on two cores."""
WITHIN = 30.0
GIVEN_UP = 300.0


def run(*, short: bool, seconds: int = 0) -> Report:
    """Sign before, while and after the broker is away, and count."""
    with receiving() as (server, at), running(**at) as installation:
        from bench.frame.idle import wait_until_idle
        from bench.frame.mails import mails_about
        from bench.frame.signing import Office

        office = Office()
        office.wait_until_idle()
        office.sign()
        _flush()
        office.sign()
        refused = _sign_without_broker(
            installation,
            office,
            away=seconds or (SHORT_AWAY if short else AWAY),
            every=SHORT_EVERY if short else EVERY,
        )
        _wait_for_broker(installation)
        settled = wait_until_idle(within=GIVEN_UP)
        mails, standing = mails_about(office.numbers, server.arrived), office.standing()
        return Report(
            name="redis_gone",
            figures=[Figure("backlog done, once it was back", settled, "s", at_most=WITHIN)],
            counts={
                "submissions": len(office.numbers),
                "refused": refused,
                "unsealed": standing.never,
                "sealed_twice": standing.twice,
                "mails_owed": mails.owed,
                "mails_lost": mails.lost + mails.waiting,
                "duplicates": mails.twice,
                "need_attention": mails.attention,
            },
            wrong=frozenset(
                {
                    "refused",
                    "unsealed",
                    "sealed_twice",
                    "mails_lost",
                    "duplicates",
                    "need_attention",
                }
            ),
        )


def _flush() -> None:
    from config.health import _connection

    with _connection() as broker:
        broker.flushall()


def _sign_without_broker(
    installation: RunningInstallation, office: "Office", *, away: float, every: float
) -> int:
    """Sign while the broker is killed whenever it runs; return how many were refused."""
    refused, due, ends_at = 0, time.monotonic(), time.monotonic() + away
    while time.monotonic() < ends_at:
        with contextlib.suppress(ProcessLookupError, KeyError, PermissionError):
            os.killpg(installation.pids()["broker"], signal.SIGKILL)
        if time.monotonic() < due:
            time.sleep(0.2)
            continue
        due += every
        try:
            office.sign()
        except Exception:
            refused += 1
    return refused


def _wait_for_broker(installation: RunningInstallation) -> None:
    deadline = time.monotonic() + GIVEN_UP
    while installation.get("/readyz")[0] != 200 and time.monotonic() < deadline:
        time.sleep(0.2)
