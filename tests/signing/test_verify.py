"""The verdict: the ledger by the hash of all bytes, then the seal; reasons in plain words."""

import hashlib
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from signing.ledger import new_code, supersede, withdraw
from signing.models import Seal, SealedFile, Stage
from signing.seal import seal_pdf
from signing.verify import Finding, standing, verify_pdf
from tests.signing.conftest import Sealed
from tests.signing.papers import AT, paper

Sealing = Callable[..., Sealed]
pytestmark = pytest.mark.django_db
OFFSETS = 200


def test_a_sealed_file_is_genuine(sealed: Sealing) -> None:
    verdict = verify_pdf(sealed(version=3).pdf)
    assert verdict.verdict == Finding.GENUINE
    assert (verdict.document, verdict.version) == ("MACD-2026-00001", 3)
    assert verdict.reasons


def test_every_flipped_bit_is_altered(sealed: Sealing) -> None:
    pdf = sealed().pdf
    chosen = random.Random(20260302)
    verdicts = []
    for _ in range(OFFSETS):
        altered = bytearray(pdf)
        altered[chosen.randrange(len(pdf))] ^= 1 << chosen.randrange(8)
        verdicts.append(verify_pdf(bytes(altered)).verdict)
    # The paper names its code once only: a flip inside that one place leaves nothing to know it by.
    assert set(verdicts) <= {Finding.ALTERED, Finding.UNKNOWN}
    assert verdicts.count(Finding.ALTERED) >= OFFSETS - 5


def test_an_overwritten_byte_says_so(sealed: Sealing) -> None:
    one = sealed()
    verdict = verify_pdf(one.pdf.replace(b"(Order)", b"(Offer)", 1))
    assert verdict.verdict == Finding.ALTERED
    assert verdict.document == one.seal.reference
    assert any("overwritten" in reason for reason in verdict.reasons)


def test_a_cut_file_says_how_much_is_missing(sealed: Sealing) -> None:
    verdict = verify_pdf(sealed().pdf[:-10])
    assert verdict.verdict == Finding.ALTERED
    assert "It is 10 bytes shorter." in verdict.reasons


def test_a_file_cut_back_to_the_paper_lacks_its_seal(sealed: Sealing) -> None:
    one = sealed()
    verdict = verify_pdf(paper(code=one.seal.code))
    assert verdict.verdict == Finding.ALTERED
    assert "The provider's seal is missing." in verdict.reasons


@pytest.mark.parametrize(
    "added", [b"\n", b"\n% note", b"%%EOF", b"\r\n9 0 obj\n<<>>\nendobj\n%%EOF\n"]
)
def test_what_was_added_after_the_seal_is_counted(sealed: Sealing, added: bytes) -> None:
    one = sealed()
    verdict = verify_pdf(one.pdf + added)
    assert verdict.verdict == Finding.ALTERED
    assert (verdict.document, verdict.version) == (one.seal.reference, one.seal.version)
    assert str(len(added)) in verdict.reasons[0]


def test_a_second_seal_is_altered(sealed: Sealing, settings: Any, tmp_path: Path) -> None:
    """A look-alike certificate of the same name makes no genuine file."""
    one = sealed()
    settings.SEAL_DIR = tmp_path
    again = seal_pdf(pdf=paper(code=one.seal.code), reason="Sealed", location="Brussels", at=AT)
    verdict = verify_pdf(again)
    assert verdict.verdict == Finding.ALTERED
    assert verdict.document == one.seal.reference


def test_a_file_entered_behind_our_back_has_no_seal_that_holds(sealed: Sealing) -> None:
    """Whoever can write to the ledger still cannot seal."""
    one = sealed()
    forged = one.pdf.replace(b"(Order)", b"(Offer)", 1)
    SealedFile.objects.create(
        seal=one.seal,
        sha256=hashlib.sha256(forged).hexdigest(),
        size=len(forged),
        stage=Stage.EXTENDED,
        stored_file_id=2,
        created_at=AT,
    )
    assert verify_pdf(forged).verdict == Finding.ALTERED


def test_another_documents_file_is_not_this_codes(sealed: Sealing) -> None:
    one, other = sealed(), sealed(reference="MACD-2026-00002")
    assert verify_pdf(other.pdf, code=other.seal.code).verdict == Finding.GENUINE
    verdict = verify_pdf(other.pdf, code=one.seal.code)
    assert verdict.verdict == Finding.UNKNOWN
    assert one.seal.code in verdict.reasons[0]


def test_a_superseded_version_names_the_newest(sealed: Sealing) -> None:
    first, second, _ = sealed(version=1), sealed(version=2), sealed(version=3)
    supersede(reference=first.seal.reference, version=1, by=2)
    supersede(reference=second.seal.reference, version=2, by=3)
    verdict = verify_pdf(first.pdf)
    assert verdict.verdict == Finding.SUPERSEDED
    assert "This version was superseded by version 3." in verdict.reasons


def test_a_withdrawn_version_is_withdrawn(sealed: Sealing) -> None:
    one = sealed()
    withdraw(reference=one.seal.reference, version=1, at=AT)
    assert verify_pdf(one.pdf).verdict == Finding.WITHDRAWN


def test_an_altered_file_of_a_superseded_version_stays_altered(sealed: Sealing) -> None:
    one = sealed()
    supersede(reference=one.seal.reference, version=1, by=2)
    assert verify_pdf(one.pdf[:-1]).verdict == Finding.ALTERED


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04", "This is not a PDF file."),
        (paper(code="0000-0000-0000-0000"), "This file was not sealed here"),
    ],
)
def test_a_strangers_file_is_unknown(content: bytes, reason: str) -> None:
    verdict = verify_pdf(content)
    assert verdict.verdict == Finding.UNKNOWN
    assert (verdict.document, verdict.version) == (None, None)
    assert verdict.reasons[0].startswith(reason)


def test_a_file_full_of_ends_and_codes_asks_little_of_the_database(
    django_assert_max_num_queries: Any,
) -> None:
    hostile = b"%PDF-1.7\n" + b"%%EOF\n" * 10_000
    hostile += b"".join(new_code().encode() + b" " for _ in range(500))
    with django_assert_max_num_queries(70):
        assert verify_pdf(hostile).verdict == Finding.UNKNOWN


def test_the_standing_of_a_seal_needs_no_file(sealed: Sealing) -> None:
    seal: Seal = sealed().seal
    assert standing(seal).verdict == Finding.GENUINE
    withdraw(reference=seal.reference, version=seal.version, at=AT)
    seal.refresh_from_db()
    assert standing(seal).verdict == Finding.WITHDRAWN
