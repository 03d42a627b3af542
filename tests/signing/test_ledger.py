"""The ledger is written once per version and then only marked."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from signing.ledger import (
    AlreadySealed,
    entry_for,
    entry_for_code,
    new_code,
    record_seal,
    supersede,
    withdraw,
)
from signing.models import Seal, SealedFile
from signing.seal import seal_pdf
from signing.signature import NoSeal
from tests.signing.conftest import Sealed
from tests.signing.papers import AT, paper

Sealing = Callable[..., Sealed]
pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Head:
    """The end of an audit chain."""

    position: int
    hash: str


def facts(**changed: Any) -> dict[str, Any]:
    """Return what an entry needs."""
    code = new_code()
    entry = {
        "reference": "MACD-2026-00007",
        "version": 2,
        "content_hash": "b" * 64,
        "code": code,
        "pdf": seal_pdf(pdf=paper(code=code), reason="R", location="L", at=AT),
        "stored_file_id": 12,
        "audit_head": Head(41, "c" * 64),
        "at": AT,
    }
    return entry | changed


def test_an_entry_keeps_what_was_sealed() -> None:
    entry = facts()
    seal = record_seal(**entry)
    assert entry_for("MACD-2026-00007", 2) == seal
    assert entry_for_code(entry["code"]) == seal
    assert (seal.audit_position, seal.audit_head) == (41, "c" * 64)
    assert seal.sealed_at == AT
    [file] = seal.files.all()
    assert (file.size, file.stage, file.stored_file_id) == (len(entry["pdf"]), "sealed", 12)


def test_the_same_entry_twice_is_one() -> None:
    entry = facts()
    assert record_seal(**entry) == record_seal(**entry)
    assert Seal.objects.count() == SealedFile.objects.count() == 1


def test_a_version_is_sealed_once() -> None:
    record_seal(**facts())
    with pytest.raises(AlreadySealed):
        record_seal(**facts())
    assert Seal.objects.count() == 1


def test_a_file_is_entered_for_one_version() -> None:
    entry = facts()
    record_seal(**entry)
    with pytest.raises(AlreadySealed):
        record_seal(**entry | {"version": 3, "code": new_code()})


def test_bytes_without_a_seal_are_not_entered() -> None:
    with pytest.raises(NoSeal):
        record_seal(**facts(pdf=paper(code=new_code())))
    assert not Seal.objects.exists()


def test_the_first_marks_stay(sealed: Sealing) -> None:
    seal = sealed().seal
    supersede(reference=seal.reference, version=1, by=2)
    supersede(reference=seal.reference, version=1, by=3)
    withdraw(reference=seal.reference, version=1, at=AT)
    withdraw(reference=seal.reference, version=1, at=AT + timedelta(days=1))
    seal.refresh_from_db()
    assert (seal.superseded_by, seal.withdrawn_at) == (2, AT)


@pytest.mark.parametrize(
    "change",
    [{"content_hash": "d" * 64}, {"reference": "MACD-2026-00002"}, {"version": 9}],
)
def test_the_database_refuses_to_rewrite_a_seal(sealed: Sealing, change: dict[str, Any]) -> None:
    seal = sealed().seal
    with pytest.raises(IntegrityError), transaction.atomic():
        Seal.objects.filter(pk=seal.pk).update(**change)


def test_the_database_refuses_to_take_a_mark_back(sealed: Sealing) -> None:
    seal = sealed().seal
    supersede(reference=seal.reference, version=1, by=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Seal.objects.filter(pk=seal.pk).update(superseded_by=None)


def test_the_database_refuses_to_forget_or_rewrite_a_file(sealed: Sealing) -> None:
    sealed()
    with pytest.raises(IntegrityError), transaction.atomic():
        SealedFile.objects.update(sha256="e" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        SealedFile.objects.all().delete()


def test_a_version_is_superseded_by_a_later_one_only(sealed: Sealing) -> None:
    seal = sealed(version=2).seal
    with pytest.raises(IntegrityError), transaction.atomic():
        supersede(reference=seal.reference, version=2, by=1)


def test_unknown_entries_are_none() -> None:
    assert entry_for("MACD-2026-99999", 1) is None
    assert entry_for_code(new_code()) is None
