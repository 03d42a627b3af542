"""The history of one document against the audit trail: honest ones pass, forged ones are found."""

import pytest
from django.db import connection, connections

from accounts.tenancy import as_system
from audit.chain import extend
from audit.checking import check
from audit.models import AuditCheck, AuditEvent
from macd.models import Document
from macd.queries.intact import Fault, intact_history
from signing.models import Seal
from tests.audit.tampering import as_owner, hash_again
from tests.macd import make

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def document(committed):
    """A signed document whose steps are all bound."""
    with as_system():
        made = make.signed(make.world())
        extend()
        return made


def found(document):
    with as_system():
        return intact_history(Document.objects.get(pk=document.pk))


def forge(*statements):
    """Change the history itself, as an owner of the database who switches its triggers off."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE macd_documentevent DISABLE TRIGGER ALL")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("ALTER TABLE macd_documentevent ENABLE TRIGGER ALL")


def test_an_honest_history_is_intact_and_bound(document):
    told = found(document)
    assert told.intact
    assert told.steps == told.bound > 3


def test_steps_that_are_not_bound_yet_do_not_make_it_bad(committed):
    with as_system():
        document = make.submitted(make.world())
    told = found(document)
    assert told.intact
    assert told.bound == 0


def test_a_changed_step_of_the_history_is_found(document):
    with as_system():
        pk = document.events.values_list("pk", flat=True)[0]
    forge(f"UPDATE macd_documentevent SET at = at - interval '1 day' WHERE id = {pk}")  # noqa: S608
    assert found(document).fault == Fault.CHANGED


def test_a_step_that_was_taken_out_is_found(document):
    with as_system():
        pk = document.events.values_list("pk", flat=True)[0]
    forge(f"DELETE FROM macd_documentevent WHERE id = {pk}")  # noqa: S608
    assert found(document).fault == Fault.MISSING


def test_a_changed_row_of_the_trail_is_found(document):
    as_owner("UPDATE audit_auditevent SET person_id = 4711 WHERE event = 'document.submit'")
    assert found(document).fault == Fault.CHANGED


def test_a_row_taken_out_of_the_trail_is_found(document):
    as_owner("DELETE FROM audit_auditevent WHERE event = 'document.sign'")
    assert found(document).fault == Fault.MISSING


def test_a_trail_that_was_hashed_anew_no_longer_holds_the_sealed_head(document):
    head = AuditEvent.objects.filter(position__isnull=False).order_by("-position")[0]
    with as_system():
        Seal.objects.create(
            reference=document.number,
            version=document.version,
            content_hash=document.content_hash,
            code="7K3M-0QXZ-9R2T-HV5C",
            audit_position=head.position,
            audit_head=head.hash,
            sealed_at=make.AT,
            certificate_fingerprint="0" * 64,
        )
    assert found(document).sealed_at == head.position
    assert found(document).intact
    other = AuditEvent.objects.exclude(reference=document.number).first()
    if other is None:
        as_owner("UPDATE audit_auditevent SET customer_id = 4711 WHERE event = 'document.open'")
    else:
        as_owner(f"UPDATE audit_auditevent SET customer_id = 4711 WHERE id = {other.pk}")  # noqa: S608
    hash_again()
    assert found(document).fault == Fault.SEALED_HEAD


def test_a_fault_elsewhere_in_the_trail_is_told_as_such(document):
    AuditCheck.objects.create(at=make.AT, events=9, bad_position=3, reason="changed")
    told = found(document)
    assert told.fault == Fault.TRAIL
    assert told.last is not None
    assert not told.last.intact


def test_it_costs_the_same_few_queries_however_long_the_trail(
    document, django_assert_max_num_queries
):
    with as_system():
        whole = Document.objects.get(pk=document.pk)
        with django_assert_max_num_queries(5):
            intact_history(whole)


def test_a_reading_of_the_whole_trail_is_noted(document):
    assert check(at=make.AT).intact
    as_owner("UPDATE audit_auditevent SET person_id = 4711 WHERE event = 'document.submit'")
    noted = check(at=make.AT)
    assert (noted.intact, noted.reason) == (False, "changed")
    assert connection.in_atomic_block is False
