"""A burst of signed documents with poison among them: none waits behind another's failure.

All documents are signed while the worker stands still; then it goes on. Some of them cannot be
rendered: most refuse at once, one computes without end until the renderer's limit ends it.
Counted is how long a worker's child has each good document in hand (p99 at most 10 s), whether all
good ones are sealed, once, and whether the poisoned ones still wait, each by itself.
"""

import os
import signal
import time
from typing import TYPE_CHECKING

from bench.frame.clock import percentile
from bench.frame.places import running
from bench.frame.report import Figure, Report
from tests.installation import RunningInstallation

if TYPE_CHECKING:
    from bench.frame.signing import Office

DOCUMENTS, SHORT_DOCUMENTS = 500, 20
EACH_POISONED = 10
"""One document in so many cannot be rendered; the first of these computes without end."""
AT_MOST = 10.0
GIVEN_UP = 10.0
"""Seconds for each document, after which the rest is given up."""


def run(*, short: bool) -> Report:
    """Sign all with the worker stopped, let it go on, and wait until the good ones are sealed."""
    with running() as installation:
        from bench.frame.signing import Office

        office = Office()
        office.wait_until_idle()
        poisoned = _sign_all(installation, office, SHORT_DOCUMENTS if short else DOCUMENTS)
        good = [number for number in office.numbers if number not in poisoned]
        began = time.monotonic()
        while office.unsealed(good) and time.monotonic() - began < GIVEN_UP * len(good):
            time.sleep(0.2)
        return _report(office, good, time.monotonic() - began)


def _sign_all(installation: RunningInstallation, office: "Office", documents: int) -> set[str]:
    """Sign while the worker is stopped; return the numbers of those that were poisoned."""
    worker = installation.pids()["worker"]
    os.killpg(worker, signal.SIGSTOP)
    try:
        numbers = [office.sign() for _ in range(documents)]
        poisoned = numbers[EACH_POISONED // 2 :: EACH_POISONED]
        for count, number in enumerate(poisoned):
            office.poison(number, endless=count == 0)
    finally:
        os.killpg(worker, signal.SIGCONT)
    return set(poisoned)


def _report(office: "Office", good: list[str], took: float) -> Report:
    in_hand, standing = office.seconds_in_hand(good), office.standing()
    blocked = len(office.unsealed(good))
    return Report(
        "burst",
        [
            Figure("p99 of a document in hand", percentile(in_hand, 99), "s", at_most=AT_MOST),
            Figure("median of a document in hand", percentile(in_hand, 50), "s"),
            Figure("all of them", took, "s"),
            Figure("documents a second", (len(good) - blocked) / took),
        ],
        {
            "documents": len(office.numbers),
            "poisoned": len(office.numbers) - len(good),
            "sealed": standing.once,
            "blocked": blocked,
            "duplicates": standing.twice,
            "poison_sealed": standing.once - len(good) + blocked,
        },
        frozenset({"blocked", "duplicates", "poison_sealed"}),
    )
