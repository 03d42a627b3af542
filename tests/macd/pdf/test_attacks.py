"""The corpus of forgeries, made from a real document: all are reported, with the right reason.

Each forgery is also tried as if somebody had entered it into the ledger: the check of the seal
alone must find it then.
"""

import hashlib
import random
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import override_settings

from macd.pdf import render_document
from signing.keys import forget_keys, seal_key
from signing.ledger import record_seal
from signing.models import SealedFile
from signing.seal import seal_pdf
from signing.signature import holds
from signing.traits import traits_of
from signing.verify import Finding, Verdict, verify_pdf, verify_traits
from tests.macd.pdf.inputs import document
from tests.signing import attacks
from tests.signing.papers import AT

pytestmark = pytest.mark.django_db
FLIPS = 300
ASKED = 10
NUMBER, OTHER = "MACD-2026-00001", "MACD-2026-00002"
CODE, OTHER_CODE = "7K3M-0QXZ-9R2T-HV5C", "1A2B-3C4D-5E6F-7G8H"


@dataclass(frozen=True)
class Sealed:
    """Two documents sealed with one key."""

    pdf: bytes
    other: bytes
    fingerprint: str


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    """Render and seal, once."""
    with override_settings(
        DEMO=True,
        SEAL_DIR=tmp_path_factory.mktemp("seal"),
        SEAL_KEY="",
        SEAL_CERTIFICATE="",
        SEAL_PKCS11="",
    ):
        forget_keys()
        files = [
            seal_pdf(
                pdf=render_document(
                    document(
                        number=number,
                        verification_code=code,
                        verification_url=f"https://macd.example/verify/{code}/",
                    ),
                    canonical=b"{}",
                ),
                reason="Sealed",
                location="Brussels",
                at=AT,
            )
            for number, code in ((NUMBER, CODE), (OTHER, OTHER_CODE))
        ]
        return Sealed(*files, seal_key().fingerprint)


@pytest.fixture
def sealed(made: Sealed) -> Sealed:
    """Enter both."""
    for number, code, pdf in ((NUMBER, CODE, made.pdf), (OTHER, OTHER_CODE, made.other)):
        record_seal(
            reference=number,
            version=1,
            content_hash="a" * 64,
            code=code,
            pdf=pdf,
            stored_file_id=1,
            audit_head=None,
            at=AT,
        )
    return made


def altered(forged: bytes, sealed: Sealed) -> Verdict:
    """The verdict on a forgery, which the check of the seal alone would find as well."""
    assert forged != sealed.pdf
    assert not holds(forged, fingerprint=sealed.fingerprint)
    verdict = verify_pdf(forged)
    assert (verdict.verdict, verdict.document) == (Finding.ALTERED, NUMBER)
    assert verify_traits(traits_of(forged)) == verdict
    return verdict


def test_the_documents_themselves_are_genuine(sealed: Sealed) -> None:
    assert verify_pdf(sealed.pdf).verdict == Finding.GENUINE
    assert verify_pdf(sealed.other).verdict == Finding.GENUINE


def test_no_byte_can_be_changed_without_the_ledger_knowing(sealed: Sealed) -> None:
    """Every offset of the file, each with another bit flipped."""
    known = set(SealedFile.objects.values_list("sha256", flat=True))
    assert hashlib.sha256(sealed.pdf).hexdigest() in known
    before, missed = hashlib.sha256(), []
    for offset, byte in enumerate(sealed.pdf):
        running = before.copy()
        running.update(bytes([byte ^ 1 << offset % 8]))
        running.update(memoryview(sealed.pdf)[offset + 1 :])
        if running.hexdigest() in known:
            missed.append(offset)
        before.update(bytes([byte]))
    assert missed == []


def test_no_changed_byte_leaves_the_seal_holding(sealed: Sealed) -> None:
    """Seeded offsets through the check of the seal alone, most of them where the seal stands.

    One in ten is also shown to the ledger, for the words it is reported in.
    """
    chosen = random.Random(20260302)
    gap = attacks.GAP.search(sealed.pdf)
    assert gap is not None
    places = [*range(gap.start(), gap.end())]
    offsets = [chosen.choice(places) for _ in range(FLIPS // 2)]
    offsets += [chosen.randrange(len(sealed.pdf)) for _ in range(FLIPS // 2)]
    passed, other_words = [], []
    for index, offset in enumerate(offsets):
        forged = bytearray(sealed.pdf)
        forged[offset] ^= 1 << chosen.randrange(8)
        if holds(bytes(forged), fingerprint=sealed.fingerprint):
            passed.append(offset)
        if index % ASKED:
            continue
        verdict = verify_pdf(bytes(forged))
        if (verdict.verdict, verdict.document) != (Finding.ALTERED, NUMBER):
            other_words.append(offset)
    assert (passed, other_words) == ([], [])


@pytest.mark.parametrize("share", [0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.9999])
def test_a_cut_file_is_reported(sealed: Sealed, share: float) -> None:
    forged = sealed.pdf[: int(len(sealed.pdf) * share)]
    assert not holds(forged, fingerprint=sealed.fingerprint)
    verdict = verify_pdf(forged)
    if CODE.encode() in forged:
        missing = len(sealed.pdf) - len(forged)
        assert verdict.verdict == Finding.ALTERED
        assert f"It is {missing} byte{'s' if missing > 1 else ''} shorter." in verdict.reasons
    else:
        assert verdict.verdict == Finding.UNKNOWN


@pytest.mark.parametrize("attack", attacks.FOLLOWING)
def test_what_follows_the_seal_is_reported(sealed: Sealed, attack: str) -> None:
    forged = attacks.FOLLOWING[attack](sealed.pdf)
    verdict = altered(forged, sealed)
    added = len(forged) - len(sealed.pdf)
    plural = "s" if added > 1 else ""
    assert verdict.reasons == [f"Something was added after the seal: {added} byte{plural}."]


def test_another_signature_after_the_seal_is_reported(sealed: Sealed, tmp_path: Path) -> None:
    forged = attacks.extra_signature(tmp_path)(sealed.pdf)
    assert "Something was added after the seal" in altered(forged, sealed).reasons[0]


@pytest.mark.parametrize("attack", attacks.CHANGED)
def test_what_was_changed_is_reported(sealed: Sealed, attack: str) -> None:
    forge, reason = attacks.CHANGED[attack]
    assert reason in " ".join(altered(forge(sealed.pdf), sealed).reasons)


def test_a_look_alike_certificate_is_reported(sealed: Sealed, tmp_path: Path) -> None:
    forged = attacks.look_alike(sealed.pdf, tmp_path)
    reasons = altered(forged, sealed).reasons
    assert "The seal in it was not made with the provider's certificate." in reasons


def test_a_signature_beside_the_seal_in_a_file_written_anew_is_reported(
    sealed: Sealed, tmp_path: Path
) -> None:
    forged = attacks.extra_signature(tmp_path)(sealed.pdf).replace(b"%PDF-1.7", b"%PDF-1.4", 1)
    reasons = altered(forged, sealed).reasons
    assert "It carries another signature beside the provider's seal." in reasons


def test_another_documents_seal_is_reported(sealed: Sealed) -> None:
    reasons = altered(attacks.grafted(sealed.pdf, sealed.other), sealed).reasons
    assert "It has the right length, so something in it was overwritten." in reasons


def test_another_documents_file_is_reported_where_this_one_is_asked_for(sealed: Sealed) -> None:
    verdict = verify_pdf(sealed.other, code=CODE)
    assert verdict.verdict == Finding.UNKNOWN
    assert verdict.reasons == [
        f"This is the file of another document, not of the one with code {CODE}."
    ]
