"""A deep call has room: no call from it asks the system for more."""

import resource

from runtime.frames import roomy

CALLS = 200
DEPTHS = range(400)


def _leaf() -> None:
    """Take more room than one call deeper does: at some depth it does not fit."""


_leaf.__code__ = _leaf.__code__.replace(co_stacksize=100)


def _at(depth: int) -> None:
    """Call the leaf again and again from so many calls below."""
    if depth:
        _at(depth - 1)
    else:
        for _ in range(CALLS):
            _leaf()


def _faults(depth: int) -> int:
    """How often memory had to be given while that was done."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    _at(depth)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def test_no_depth_is_an_edge_at_which_each_call_asks_for_memory() -> None:
    @roomy
    def most() -> int:
        return max(_faults(depth) for depth in DEPTHS)

    assert most() < CALLS / 2


def test_the_call_stays_what_it_was() -> None:
    @roomy
    def added(one: int, *more: int, by: int = 1) -> int:
        """Add."""
        return (one + sum(more)) * by

    assert added(1, 2, 3, by=2) == 12
    assert (added.__name__, added.__doc__) == ("added", "Add.")
