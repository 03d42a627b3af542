"""The database lets the trail grow, and refuses everything else."""

from datetime import UTC, datetime

import pytest
from django.db import Error, IntegrityError, connection, transaction

from audit.chain import extend
from audit.models import AuditEvent
from audit.trail import record

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.django_db
@pytest.mark.parametrize("chained", [False, True])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditevent SET event = 'other'",
        "UPDATE audit_auditevent SET at = at + interval '1 second'",
        "UPDATE audit_auditevent SET facts = '{}'",
        "UPDATE audit_auditevent SET person_id = 5",
        "UPDATE audit_auditevent SET position = 7, previous_hash = 'a', hash = 'b', event = 'x'",
        "DELETE FROM audit_auditevent",
        "TRUNCATE audit_auditevent",
    ],
)
def test_no_change_of_an_event_is_taken(statement: str, chained: bool) -> None:
    record(event="document.submit", at=AT, person_id=4, facts={"version": 1})
    if chained:
        extend()
    before = AuditEvent.objects.values().get()
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEvent.objects.values().get() == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    "columns",
    ["position = 2", "hash = 'b'", "position = NULL, previous_hash = NULL, hash = NULL"],
)
def test_a_place_in_the_chain_is_given_once(columns: str) -> None:
    record(event="document.submit", at=AT)
    extend()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE audit_auditevent SET {columns}")  # noqa: S608


@pytest.mark.django_db
def test_nobody_records_an_event_that_is_chained_already() -> None:
    with pytest.raises(IntegrityError, match="recorded unchained"), transaction.atomic():
        AuditEvent.objects.create(event="x", at=AT, position=1, previous_hash="a", hash="b")


@pytest.mark.django_db
def test_half_a_place_in_the_chain_is_refused() -> None:
    record(event="document.submit", at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEvent.objects.update(position=1)
