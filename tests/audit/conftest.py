"""A trail of its own for each test: its anchors stand in the test's folder."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def anchors(settings: Any, tmp_path: Path) -> Path:
    """Keep the test's anchors apart; answers the file they are appended to."""
    settings.ANCHOR_DIR = tmp_path / "anchors"
    return tmp_path / "anchors" / "heads.jsonl"
