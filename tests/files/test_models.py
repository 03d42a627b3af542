"""Rows of stored files: one customer's, hashes that are hashes, never changed."""

from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.tenancy import as_customers
from files.models import StoredFile
from files.storage import store
from tests.files.conftest import AT, make_customer

pytestmark = pytest.mark.usefixtures("system", "root")


def row(**changed: Any) -> StoredFile:
    """Insert a row as it should be, but for what is changed."""
    fields: dict[str, Any] = {
        "sha256": "a" * 64,
        "size": 1,
        "media_type": "text/plain",
        "name": "note.txt",
        "created_at": AT,
    }
    return StoredFile.objects.create(customer=make_customer(), **fields | changed)


def test_a_file_is_named_by_its_name() -> None:
    assert str(row()) == "note.txt"


@pytest.mark.parametrize(
    "wrong", [{"sha256": "A" * 64}, {"sha256": "a"}, {"name": ""}, {"name": "../x"}, {"size": -1}]
)
def test_a_row_that_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        row(**wrong)


def test_rows_are_never_changed_or_deleted() -> None:
    stored = row()
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.filter(pk=stored.pk).update(name="other.txt")
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.filter(pk=stored.pk).delete()


def test_customers_see_their_own_files_only() -> None:
    mine, theirs = make_customer("0403170701"), make_customer("0404616494")
    for customer in (mine, theirs):
        store(content=b"x", customer_id=customer.pk, name="x", media_type="text/plain", at=AT)
    with as_customers([mine.pk]):
        assert [file.customer_id for file in StoredFile.objects.all()] == [mine.pk]
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            store(content=b"y", customer_id=theirs.pk, name="y", media_type="text/plain", at=AT)
    with as_customers([]):
        assert not StoredFile.objects.exists()


def test_bytes_outlive_a_transaction_that_is_undone(root: Path) -> None:
    """Bytes come first, so a row never names bytes that are not there; the reverse is swept."""
    customer = make_customer()
    with transaction.atomic():
        store(content=b"z", customer_id=customer.pk, name="z", media_type="text/plain", at=AT)
        transaction.set_rollback(True)
    assert not StoredFile.objects.exists()
    assert [path.read_bytes() for path in root.rglob("*") if path.is_file()] == [b"z"]
