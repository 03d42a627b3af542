"""State directories that the database's user may enter."""

from collections.abc import Generator
from pathlib import Path

import pytest

from tests.installation import state_directory


@pytest.fixture
def home() -> Generator[Path]:
    """Give a state directory for one test."""
    with state_directory() as home:
        yield home
