"""What is there when a process settles is left out of the search for garbage."""

import gc
from collections.abc import Generator

import pytest

from runtime.garbage import settle


@pytest.fixture
def as_before() -> Generator[None]:
    """Search as before when the test is over."""
    thresholds = gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)


def test_what_is_there_is_not_looked_at_again_and_what_comes_is_looked_at_later(
    as_before: None,
) -> None:
    gc.set_threshold(700, 10, 10)
    kept = [[] for _ in range(1000)]
    settle()
    assert not any(one is kept for one in gc.get_objects())
    assert gc.get_threshold()[0] > 700
    assert gc.isenabled()
