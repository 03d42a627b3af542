"""Measuring time fairly on a machine that others use too."""

import gc
import statistics
import time
from collections.abc import Callable, Sequence


def best_of(*actions: Callable[[], object], rounds: int) -> list[float]:
    """Return the shortest time in seconds that each action took, in rounds that take turns.

    Taking turns, all actions meet the same disturbances; the shortest time is the one that was
    disturbed least.
    """
    best = [float("inf")] * len(actions)
    for _ in range(rounds):
        for number, action in enumerate(actions):
            gc.collect()
            began = time.perf_counter()
            action()
            best[number] = min(best[number], time.perf_counter() - began)
    return best


def percentile(values: Sequence[float], share: int) -> float:
    """Return the value that `share` percent of the values do not pass."""
    if len(values) == 1:
        return values[0]
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]
