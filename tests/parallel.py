"""Several test processes beside each other: what each has of its own."""

from urllib.parse import urlsplit, urlunsplit

from xdist.scheduler import LoadScopeScheduling

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
    """Return what is tried in one process, in order: a module; all the journeys, which share an
    installation."""
    module = nodeid.split("::", maxsplit=1)[0]
    return "journeys" if module.startswith("tests/journeys/") else module


class InGroups(LoadScopeScheduling):
    """Gives each process whole groups of tests, the largest first."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)
