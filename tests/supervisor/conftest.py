"""State directories that the database's user may enter."""

import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest


@pytest.fixture
def home() -> Generator[Path]:
    """Give a state directory for one test."""
    with tempfile.TemporaryDirectory(prefix="macd-home-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / "home"
