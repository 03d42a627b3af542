"""Readings of the chain are noted, and rows are checked one by one."""

from datetime import UTC, datetime

import pytest

from audit.chain import extend
from audit.checking import KEPT, check, events_about, holds, is_as_written, last_check
from audit.models import AuditCheck
from audit.tasks import check_chain
from audit.trail import record
from tests.audit.tampering import as_owner

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def two(committed):
    """Two bound events about one thing."""
    for number in (1, 2):
        record(event="document.submit", at=AT, person_id=number, reference="MACD-1")
    return extend()


def test_the_last_reading_is_the_one_that_is_told(two):
    assert last_check() is None
    assert check(at=AT).events == 2
    as_owner("UPDATE audit_auditevent SET person_id = 7 WHERE position = 2")
    check_chain()
    last = last_check()
    assert last is not None
    assert (last.bad_position, last.reason, last.intact) == (2, "changed", False)


def test_rows_tell_whether_they_are_as_they_were_written(two):
    record(event="document.sign", at=AT, reference="MACD-1")
    assert [is_as_written(row) for row in events_about("MACD-1")] == [True] * 3
    as_owner("UPDATE audit_auditevent SET person_id = 7 WHERE position = 1")
    assert [is_as_written(row) for row in events_about("MACD-1")] == [False, True, True]


def test_a_head_is_held_or_not(two):
    assert holds(position=two.position, digest=two.hash)
    assert holds(position=0, digest="0" * 64)
    assert not holds(position=two.position, digest="0" * 64)
    assert not holds(position=two.position + 1, digest=two.hash)


def test_old_readings_are_let_go(two):
    AuditCheck.objects.bulk_create(AuditCheck(at=AT, events=0) for _ in range(KEPT))
    check(at=AT)
    assert AuditCheck.objects.count() == KEPT
