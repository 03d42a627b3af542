"""What is held meanwhile is told; what is let go of again is not lost from sight."""

import pytest

from bench.frame import memory


@pytest.mark.skipif(not memory.PEAK.exists(), reason="Only Linux tells a process its peak")
def test_what_is_held_only_meanwhile_counts() -> None:
    much = 64 * 1024 * 1024
    assert memory.held_by(lambda: len(bytearray(much))) > much * 0.9
    assert memory.held_by(lambda: None) < much / 10
