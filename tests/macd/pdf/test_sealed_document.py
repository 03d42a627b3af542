"""A real document, sealed and entered: every change to its file is found, its document named."""

import random
from pathlib import Path
from typing import Any

import pytest

from macd.pdf import render_document
from signing.ledger import record_seal
from signing.seal import seal_pdf
from signing.verify import Finding, verify_pdf
from tests.macd.pdf.inputs import document
from tests.signing.papers import AT

pytestmark = pytest.mark.django_db
OFFSETS = 200


@pytest.fixture
def sealed(settings: Any, tmp_path: Path) -> bytes:
    """Render, seal and enter a document."""
    settings.DEMO, settings.SEAL_DIR = True, tmp_path
    settings.SEAL_KEY = settings.SEAL_CERTIFICATE = ""
    made = document()
    pdf = seal_pdf(
        pdf=render_document(made, canonical=b"{}"),
        reason="MACD-2026-00001, version 2",
        location="Brussels",
        at=AT,
    )
    record_seal(
        reference=made["number"],
        version=made["version"],
        content_hash=made["content_hash"],
        code=made["verification_code"],
        pdf=pdf,
        stored_file_id=1,
        audit_head=None,
        at=AT,
    )
    return pdf


def test_every_flipped_bit_is_altered(sealed: bytes) -> None:
    chosen = random.Random(412)
    missed = []
    for _ in range(OFFSETS):
        offset = chosen.randrange(len(sealed))
        altered = bytearray(sealed)
        altered[offset] ^= 1 << chosen.randrange(8)
        verdict = verify_pdf(bytes(altered))
        if (verdict.verdict, verdict.document) != (Finding.ALTERED, "MACD-2026-00001"):
            missed.append(offset)
    assert missed == []


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.999])
def test_a_cut_file_is_never_genuine(sealed: bytes, share: float) -> None:
    verdict = verify_pdf(sealed[: int(len(sealed) * share)])
    assert verdict.verdict in {Finding.ALTERED, Finding.UNKNOWN}


def test_a_file_cut_back_to_before_its_seal_is_altered(sealed: bytes) -> None:
    unsealed = sealed[: sealed.index(b"%%EOF") + 6]
    verdict = verify_pdf(unsealed)
    assert verdict.verdict == Finding.ALTERED
    assert "The provider's seal is missing." in verdict.reasons


def test_the_document_itself_is_genuine(sealed: bytes) -> None:
    assert verify_pdf(sealed).verdict == Finding.GENUINE
