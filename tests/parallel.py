"""Several test processes beside each other: what each has of its own."""

from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

TOGETHER = ("tests/journeys", "tests/macd/pages")
# What takes minutes with few tests: left to the end, one process would work and the others wait.
FIRST = (
    "tests/journeys",
    "tests/macd/pages",
    # Its installation is copied for the campaigns.
    "tests/supervisor/test_run.py",
    "tests/bench/test_campaigns.py",
    "tests/demo/test_seed.py",
)

# Redis keeps sixteen databases unless it is told otherwise; 0 is that of a single process.
MOST_WORKERS = 15


def broker_of(url: str, worker: str) -> str:
    """Return the address of a broker database that no other test process listens on.

    `worker` is pytest-xdist's name of this process, "gw0" the first; empty for a single process.
    """
    if not worker:
        return url
    number = int(worker.removeprefix("gw")) % MOST_WORKERS + 1
    if url.startswith("redis+socket:"):
        return f"{url}?virtual_host={number}"
    return urlunsplit(urlsplit(url)._replace(path=f"/{number}"))


def storage_of(url: str, worker: str) -> str:
    """Return a directory of stored files that no other test process sweeps."""
    return f"{url.rstrip('/')}/{worker}" if worker else url


def group_of(nodeid: str) -> str:
    """Return what is tried in one process, in order: a module, or a folder that shares what is dear
    to make: an installation, or a company with everybody in it."""
    module = nodeid.split("::", maxsplit=1)[0]
    return next((folder for folder in TOGETHER if module.startswith(f"{folder}/")), module)


def share_of(modules: Sequence[Path], worker: str, workers: int) -> Sequence[Path]:
    """Return what this process of several reads first of what all of them read."""
    number = int(worker.removeprefix("gw"))
    return modules[len(modules) * number // workers : len(modules) * (number + 1) // workers]


class InGroups(LoadScopeScheduling):
    """Gives each process whole groups of tests, those that take longest first."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)

    def _assign_work_unit(self, node: WorkerController) -> None:
        put_first(self.workqueue)
        super()._assign_work_unit(node)


def put_first(groups: OrderedDict[str, Any]) -> None:
    """Move what takes longest to the front, in its order; the others keep theirs."""
    for group in reversed(FIRST):
        if group in groups:
            groups.move_to_end(group, last=False)
