"""A time stamp that comes later, and lasting proof: further files, each genuine, nothing else."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.db import IntegrityError, transaction
from pyhanko.pdf_utils.generic import TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore

from signing import keys
from signing.keys import seal_key
from signing.ledger import NotOfThisSeal, add_file
from signing.models import Stage
from signing.signature import holds, read_seal
from signing.stamp import NotExtended, NotStamped, extend_pdf, stamp_pdf, trusted_roots
from signing.verify import Finding, verify_pdf
from tests.signing.authorities import Authority, running_authority
from tests.signing.conftest import Sealed
from tests.signing.papers import AT

Sealing = Callable[..., Sealed]
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def one_authority() -> Iterator[Authority]:
    with running_authority() as one:
        yield one


@pytest.fixture
def authority(one_authority: Authority) -> Iterator[Authority]:
    """An authority that is there and has revoked nothing."""
    yield one_authority
    one_authority.away = False
    one_authority.revoked.clear()


@pytest.fixture
def certified(authority: Authority, settings: Any) -> None:
    """A seal key whose certificate is under the authority's root."""
    keys.forget_keys()
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = authority.certify(key, name="Seal of the tests", stamps=False)
    settings.SEAL_KEY = key.private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    ).decode()
    settings.SEAL_CERTIFICATE = certificate.public_bytes(Encoding.PEM).decode()
    settings.SEAL_TRUST = authority.root_pem


def entered(one: Sealed, pdf: bytes, stage: Stage = Stage.TIMESTAMPED) -> bytes:
    """Enter a further file."""
    add_file(seal=one.seal, pdf=pdf, stage=stage, stored_file_id=2, at=AT)
    return pdf


def test_a_seal_is_stamped_later(authority: Authority, sealed: Sealing, settings: Any) -> None:
    one = sealed()
    settings.TSA_URL = authority.stamps_at
    stamped = entered(one, stamp_pdf(one.pdf))
    assert stamped.startswith(one.pdf)
    assert read_seal(stamped).is_stamped
    assert not read_seal(one.pdf).is_stamped
    assert holds(stamped, fingerprint=seal_key().fingerprint)
    assert verify_pdf(stamped).verdict == Finding.GENUINE
    assert verify_pdf(one.pdf).verdict == Finding.GENUINE


def test_a_stamp_that_the_ledger_does_not_know_is_an_addition(
    authority: Authority, sealed: Sealing, settings: Any
) -> None:
    one = sealed()
    settings.TSA_URL = authority.stamps_at
    verdict = verify_pdf(stamp_pdf(one.pdf))
    assert verdict.verdict == Finding.ALTERED
    assert "Something was added after the seal" in verdict.reasons[0]


def test_a_seal_stamped_at_once_is_known_as_stamped(
    authority: Authority, sealed: Sealing, settings: Any
) -> None:
    settings.TSA_URL = authority.stamps_at
    assert sealed().seal.files.get().stage == Stage.TIMESTAMPED


def test_without_an_authority_or_with_one_that_is_away_nothing_is_stamped(
    authority: Authority, sealed: Sealing, settings: Any
) -> None:
    one = sealed()
    with pytest.raises(NotStamped, match="TSA_URL is not set"):
        stamp_pdf(one.pdf)
    settings.TSA_URL = authority.stamps_at
    authority.away = True
    with pytest.raises(NotStamped, match="did not stamp"):
        stamp_pdf(one.pdf)


@pytest.mark.usefixtures("certified")
def test_proof_is_added_and_stamped(authority: Authority, sealed: Sealing, settings: Any) -> None:
    settings.TSA_URL = authority.stamps_at
    one = sealed()
    extended = entered(one, extend_pdf(one.pdf, trust=trusted_roots()), Stage.EXTENDED)
    store = DocumentSecurityStore.read_dss(PdfFileReader(BytesIO(extended)))
    assert store.crls
    assert len(store.certs) >= 3
    assert len(PdfFileReader(BytesIO(extended)).embedded_timestamp_signatures) == 1
    assert holds(extended, fingerprint=seal_key().fingerprint)
    assert verify_pdf(extended).verdict == Finding.GENUINE


@pytest.mark.usefixtures("certified")
def test_proof_can_be_added_without_a_time_stamp(sealed: Sealing) -> None:
    one = sealed()
    extended = entered(one, extend_pdf(one.pdf, trust=trusted_roots()), Stage.EXTENDED)
    assert extended.startswith(one.pdf)
    assert verify_pdf(extended).verdict == Finding.GENUINE


@pytest.mark.usefixtures("certified")
def test_a_revoked_certificate_is_not_proved(authority: Authority, sealed: Sealing) -> None:
    one = sealed()
    authority.revoked.add(seal_key().certificate.serial_number)
    with pytest.raises(NotExtended, match="Revoked"):
        extend_pdf(one.pdf, trust=trusted_roots())


@pytest.mark.usefixtures("certified")
def test_a_root_that_is_not_believed_proves_nothing(sealed: Sealing) -> None:
    with pytest.raises(NotExtended):
        extend_pdf(sealed().pdf, trust=[])


def test_a_file_that_does_not_begin_with_the_sealed_one_is_not_entered(sealed: Sealing) -> None:
    one, other = sealed(), sealed(reference="MACD-2026-00002")
    with pytest.raises(NotOfThisSeal):
        entered(one, other.pdf)


def test_a_file_that_says_more_is_not_entered(sealed: Sealing) -> None:
    one = sealed()
    writer = IncrementalPdfFileWriter(BytesIO(one.pdf))
    writer.root["/Lang"] = TextStringObject("nl")
    writer.update_root()
    output = BytesIO()
    writer.write(output)
    with pytest.raises(NotOfThisSeal):
        entered(one, output.getvalue())


def test_a_stage_is_entered_once(authority: Authority, sealed: Sealing, settings: Any) -> None:
    one = sealed()
    settings.TSA_URL = authority.stamps_at
    entered(one, stamp_pdf(one.pdf))
    with pytest.raises(IntegrityError), transaction.atomic():
        entered(one, stamp_pdf(one.pdf))


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="pdfsig (poppler-utils) is not installed")
def test_an_independent_tool_accepts_seal_and_stamp(
    authority: Authority, sealed: Sealing, settings: Any, tmp_path: Path
) -> None:
    one = sealed()
    settings.TSA_URL = authority.stamps_at
    (tmp_path / "stamped.pdf").write_bytes(stamp_pdf(one.pdf))
    told = subprocess.run(
        ["pdfsig", "-nocert", tmp_path / "stamped.pdf"], capture_output=True, text=True, check=True
    ).stdout
    seal, stamp = told.split("Signature #")[1:]
    assert "Signature is Valid" in seal
    assert "Total document signed" in stamp
