"""A burst of signed documents with poison among them: none waits behind another's failure.

All documents are signed while the worker stands still; then it goes on. Some of them cannot be
rendered: most refuse at once, one computes without end until the renderer's limit ends it.
Counted is how long a worker's child has each good document in hand (p99 at most 10 s), whether all
good ones are sealed, once, and whether the poisoned ones still wait, each by itself; how much of
the machine is used meanwhile, and how long a page takes beside it (promise 23).
"""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bench.frame.clock import percentile
from bench.frame.places import running
from bench.frame.report import Figure, Report
from tests.installation import RunningInstallation

if TYPE_CHECKING:
    from bench.frame.signing import Office
    from bench.frame.web import Reader

DOCUMENTS, SHORT_DOCUMENTS = 500, 20
EACH_POISONED = 10
"""One document in so many cannot be rendered; the first of these computes without end."""
AT_MOST = 10.0
CORES_AT_LEAST = 0.85
"""Share of the machine's cores that is used while the burst drains."""
PAGES_AT_MOST = 2.0
"""Times that a page may take beside the burst."""
READ_EVERY, READ_FOR = 0.3, 20.0
"""Seconds between two looks at the page, and for how long it is looked at before."""
GIVEN_UP = 10.0
"""Seconds for each document, after which the rest is given up."""


def run(*, short: bool, documents: int = 0) -> Report:
    """Sign all with the worker stopped, let it go on, and wait until the good ones are sealed."""
    with running() as installation:
        from bench.frame.signing import Office
        from bench.frame.web import Reader, Visitor

        office = Office()
        path = f"/documents/{office.sign()}/"
        office.wait_until_idle()
        visitor = Visitor(office.world.requester, port=installation.port)
        readers = [Reader(visitor.twin(), path, every=READ_EVERY) for _each in range(2)]
        wanted = documents or (SHORT_DOCUMENTS if short else DOCUMENTS)
        with _worker_stopped(installation):
            poisoned = _sign_all(office, wanted)
            _read(readers[0], READ_FOR)
        good = [number for number in office.numbers if number not in poisoned]
        began, cores = time.monotonic(), _cores()
        readers[1].start()
        while office.unsealed(good) and time.monotonic() - began < GIVEN_UP * len(good):
            # Asking often would be work beside the pages, too.
            time.sleep(1)
        took, used = time.monotonic() - began, _used(cores, _cores())
        readers[1].ended.set()
        return _report(office, good, took, [_used_figure(used), _pages(*readers)])


def _read(reader: "Reader", seconds: float) -> None:
    reader.start()
    time.sleep(seconds)
    reader.ended.set()
    reader.join()


def _cores() -> tuple[int, int]:
    """Ticks of all cores since the machine started: idle ones, and all."""
    ticks = [int(word) for word in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return ticks[3] + ticks[4], sum(ticks)


def _used(before: tuple[int, int], after: tuple[int, int]) -> float:
    idle, passed = after[0] - before[0], after[1] - before[1]
    return 1 - idle / passed


def _used_figure(used: float) -> Figure:
    return Figure("of the cores, while it drains", used, at_least=CORES_AT_LEAST)


def _pages(quiet: "Reader", beside: "Reader") -> Figure:
    """A page beside the burst, with what it takes before as the floor: of the same documents."""
    slow, floor = percentile(beside.seconds, 95), percentile(quiet.seconds, 95)
    return Figure("a page, 95 of 100", slow, "s", floor=floor, at_most=PAGES_AT_MOST)


@contextmanager
def _worker_stopped(installation: RunningInstallation) -> Iterator[None]:
    worker = installation.pids()["worker"]
    os.killpg(worker, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(worker, signal.SIGCONT)


def _sign_all(office: "Office", documents: int) -> set[str]:
    """Sign so many; return the numbers of those that were poisoned."""
    numbers = [office.sign() for _ in range(documents)]
    poisoned = numbers[EACH_POISONED // 2 :: EACH_POISONED]
    for count, number in enumerate(poisoned):
        office.poison(number, endless=count == 0)
    return set(poisoned)


def _report(office: "Office", good: list[str], took: float, beside: list[Figure]) -> Report:
    in_hand, standing = office.seconds_in_hand(good), office.standing()
    blocked = len(office.unsealed(good))
    return Report(
        "burst",
        [
            Figure("p99 of a document in hand", percentile(in_hand, 99), "s", at_most=AT_MOST),
            Figure("median of a document in hand", percentile(in_hand, 50), "s"),
            Figure("all of them", took, "s"),
            Figure("documents a second", (len(good) - blocked) / took),
            *beside,
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
