"""What is there when a process settles is left out of the search for garbage."""

import gc
import subprocess
import sys
from collections.abc import Generator

import pytest

from runtime.garbage import SELDOM, settle


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


def test_a_process_searches_seldom_while_it_imports() -> None:
    code = "import gc, django.conf, config.celery; print(*gc.get_threshold())"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.split() == [str(one) for one in SELDOM]
