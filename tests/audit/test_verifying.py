"""The corpus of forgeries: each is found, and the first bad row named."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from audit.anchor import append_head
from audit.chain import extend
from audit.models import AuditEvent
from audit.trail import record
from audit.verifying import verify
from tests.audit.tampering import COLUMNS, as_owner, hash_again

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("emptied")


@pytest.fixture
def emptied(committed_once: None) -> Iterator[None]:
    """Commit, and take out what was committed: no test here writes anything but events."""
    yield
    as_owner("TRUNCATE audit_auditevent")


@pytest.fixture
def rows(emptied: None) -> dict[int, int]:
    """Ten chained and anchored events; answers their row by position."""
    for number in range(1, 11):
        record(event="document.submit", at=AT, person_id=number, facts={"version": number})
        if number in {4, 10}:
            append_head(extend(), at=AT)
    return dict(AuditEvent.objects.values_list("position", "id"))  # type: ignore[arg-type]


def first_bad() -> tuple[int, int | None, str] | None:
    fault = verify().first_bad
    return (fault.position, fault.id, fault.reason) if fault else None


@pytest.mark.usefixtures("rows")
def test_an_honest_chain_is_intact() -> None:
    record(event="late", at=AT)
    verdict = verify()
    assert verdict.intact
    assert (verdict.events, verdict.unchained, verdict.anchored) == (10, 1, 10)


@pytest.mark.parametrize(
    "change",
    [
        "person_id = 99",
        "person_id = NULL",
        "customer_id = 1",
        "event = 'document.withdraw'",
        "at = at + interval '1 microsecond'",
        "reference = 'MACD-2026-00009'",
        "facts = facts || '{\"version\": 9}'",
        "facts = '{\"version\": 6.0}'",
        "hash = repeat('a', 64)",
    ],
)
def test_an_edited_row_is_named(rows: dict[int, int], change: str) -> None:
    as_owner(f"UPDATE audit_auditevent SET {change} WHERE position = 6")  # noqa: S608
    assert first_bad() == (6, rows[6], "changed")


def test_a_cut_link_is_named(rows: dict[int, int]) -> None:
    as_owner("UPDATE audit_auditevent SET previous_hash = repeat('a', 64) WHERE position = 6")
    assert first_bad() == (6, rows[6], "not bound to the event before it")


def test_the_first_of_several_faults_is_named(rows: dict[int, int]) -> None:
    as_owner("UPDATE audit_auditevent SET person_id = 99 WHERE position IN (3, 8)")
    assert first_bad() == (3, rows[3], "changed")


@pytest.mark.usefixtures("rows")
def test_a_deleted_row_is_missed() -> None:
    as_owner("DELETE FROM audit_auditevent WHERE position = 6")
    assert first_bad() == (6, None, "missing")


@pytest.mark.usefixtures("rows")
def test_the_first_row_deleted_is_missed() -> None:
    as_owner("DELETE FROM audit_auditevent WHERE position = 1")
    assert first_bad() == (1, None, "missing")


@pytest.mark.usefixtures("rows")
def test_a_row_taken_out_of_the_chain_is_missed() -> None:
    as_owner(
        "UPDATE audit_auditevent SET position = NULL, previous_hash = NULL, hash = NULL"
        " WHERE position = 6"
    )
    assert first_bad() == (6, None, "missing")


def test_an_inserted_row_is_named(rows: dict[int, int]) -> None:
    as_owner(
        "UPDATE audit_auditevent SET position = position + 100 WHERE position >= 6",
        f"INSERT INTO audit_auditevent ({COLUMNS})"  # noqa: S608
        " SELECT 1000, event, at, 99, NULL, '', facts, 6, previous_hash, hash"
        f" FROM audit_auditevent WHERE id = {rows[6]}",
        "UPDATE audit_auditevent SET position = position - 99 WHERE position > 100",
    )
    assert first_bad() == (6, 1000, "changed")


def test_an_appended_row_is_named(rows: dict[int, int]) -> None:
    as_owner(
        f"INSERT INTO audit_auditevent ({COLUMNS})"  # noqa: S608
        " SELECT 1000, event, at, 99, NULL, '', facts, 11, hash, repeat('a', 64)"
        f" FROM audit_auditevent WHERE id = {rows[10]}"
    )
    assert first_bad() == (11, 1000, "changed")


def test_swapped_contents_are_named(rows: dict[int, int]) -> None:
    as_owner(
        "UPDATE audit_auditevent AS one SET person_id = other.person_id, facts = other.facts"
        " FROM audit_auditevent AS other"
        " WHERE one.position IN (4, 6) AND other.position = 10 - one.position"
    )
    assert first_bad() == (4, rows[4], "changed")


def test_swapped_places_are_named(rows: dict[int, int]) -> None:
    as_owner(
        "UPDATE audit_auditevent SET position = 1000 WHERE position = 4",
        "UPDATE audit_auditevent SET position = 4 WHERE position = 6",
        "UPDATE audit_auditevent SET position = 6 WHERE position = 1000",
    )
    assert first_bad() == (4, rows[6], "not bound to the event before it")


@pytest.mark.usefixtures("rows")
def test_a_cut_tail_is_missed() -> None:
    as_owner("DELETE FROM audit_auditevent WHERE position > 7")
    assert first_bad() == (8, None, "missing")


@pytest.mark.usefixtures("rows")
def test_an_emptied_table_is_missed() -> None:
    as_owner("TRUNCATE audit_auditevent")
    assert first_bad() == (1, None, "missing")


def test_a_cut_tail_that_grew_again_is_named(rows: dict[int, int]) -> None:
    as_owner("DELETE FROM audit_auditevent WHERE position > 7")
    for _ in range(5):
        record(event="other", at=AT)
    extend()
    tenth = AuditEvent.objects.get(position=10)
    assert tenth.pk not in rows.values()
    assert first_bad() == (10, tenth.pk, "not the event that was anchored")


@pytest.mark.parametrize(
    ("forgery", "found_at"),
    [
        ("UPDATE audit_auditevent SET person_id = 99 WHERE position = 2", 4),
        ("UPDATE audit_auditevent SET person_id = 99 WHERE position = 6", 10),
        ("DELETE FROM audit_auditevent WHERE position = 3", 4),
    ],
)
def test_a_forgery_hashed_through_is_named_at_the_next_anchor(forgery: str, found_at: int) -> None:
    for number in range(1, 12):
        record(event="document.submit", at=AT, person_id=number)
        if number in {4, 10, 11}:
            append_head(extend(), at=AT)
    as_owner(forgery)
    hash_again()
    fault = verify().first_bad
    assert fault is not None
    assert (fault.position, fault.reason) == (found_at, "not the event that was anchored")
    assert fault.id == AuditEvent.objects.get(position=found_at).pk


def test_without_an_anchor_a_forgery_hashed_through_goes_unseen_and_is_said_so() -> None:
    for number in range(5):
        record(event="document.submit", at=AT, person_id=number)
    extend()
    as_owner("UPDATE audit_auditevent SET person_id = 99 WHERE position = 2")
    hash_again()
    verdict = verify()
    assert (verdict.intact, verdict.anchored) == (True, None)


def test_verifying_takes_few_queries(
    rows: dict[int, int], django_assert_num_queries: Callable[..., object]
) -> None:
    # The chain, two counts, and the heads that stand in sealed files.
    with django_assert_num_queries(4):  # type: ignore[attr-defined]
        verify()
