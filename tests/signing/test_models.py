"""What the tables of the ledger refuse."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from signing.models import Seal
from tests.signing.papers import AT

pytestmark = pytest.mark.django_db


def seal(**changed: Any) -> Seal:
    """Insert a seal as it should be, but for what is changed."""
    fields: dict[str, Any] = {
        "reference": "MACD-2026-00001",
        "version": 1,
        "content_hash": "a" * 64,
        "code": "7K3M-0QXZ-9R2T-HV5C",
        "sealed_at": AT,
        "certificate_fingerprint": "b" * 64,
    }
    return Seal.objects.create(**fields | changed)


def test_a_seal_is_named_by_document_and_version() -> None:
    assert str(seal()) == "MACD-2026-00001 · 1"


@pytest.mark.parametrize(
    "wrong",
    [
        {"content_hash": "A" * 64},
        {"content_hash": "a" * 63},
        {"certificate_fingerprint": ""},
        {"audit_position": 4},
        {"audit_head": "c" * 64},
        {"superseded_by": 1},
    ],
)
def test_a_seal_that_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        seal(**wrong)
    assert not Seal.objects.exists()


def test_a_code_is_given_once() -> None:
    seal()
    with pytest.raises(IntegrityError), transaction.atomic():
        seal(version=2)
