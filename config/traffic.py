"""How many requests there were and how long they took, summed over all web processes."""

import os
from collections.abc import Iterator

from django.conf import settings
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

# Seconds; the promises about pages lie between them.
BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""Where each process keeps its figures, so that one of them can answer for all."""

OWN = CollectorRegistry()
ANSWERS = Counter(
    "macd_requests", "Requests by address and answer", ["method", "route", "status"], registry=OWN
)
SECONDS = Histogram(
    "macd_request_seconds",
    "How long requests took",
    ["method", "route"],
    buckets=BOUNDS,
    registry=OWN,
)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def count(method: str | None, route: str, status: int, seconds: float) -> None:
    """Count one answered request; where nobody may read figures, none are kept.

    Addresses are told as their patterns, so there are as many as the application has.
    """
    if not settings.METRICS_TOKEN:
        return
    method = method if method in METHODS else "other"
    ANSWERS.labels(method, route or "?", str(status)).inc()
    SECONDS.labels(method, route or "?").observe(seconds)


class Traffic:
    """The figures of all processes, as a collector."""

    def describe(self) -> Iterator[Metric]:
        """Say nothing beforehand: figures are read when asked for."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """Read what every process has counted."""
        if os.environ.get(SHARED):
            shared: Collector = MultiProcessCollector(None)  # type: ignore[no-untyped-call]
            yield from shared.collect()
        else:
            yield from OWN.collect()
