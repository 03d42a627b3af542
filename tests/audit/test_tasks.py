"""The chainer's task chains, and anchors what it chained."""

from datetime import UTC, datetime

import pytest

from audit.anchor import known_heads
from audit.chain import head
from audit.tasks import extend_chain
from audit.trail import record

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_chained_events_are_anchored_and_idle_runs_leave_no_mark() -> None:
    extend_chain()
    assert known_heads() == []
    record(event="one", at=AT)
    record(event="two", at=AT)
    extend_chain()
    extend_chain()
    assert known_heads() == [head()]
    assert head().position == 2
