"""A seal certifies the whole file and forbids every change."""

import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm

from signing import signature
from signing.codes import new_code
from signing.keys import seal_key
from signing.seal import seal_pdf
from tests.signing.authorities import running_authority
from tests.signing.papers import AT, paper


def sealed_paper() -> bytes:
    """Seal a paper."""
    return seal_pdf(pdf=paper(code=new_code()), reason="Sealed", location="Brussels", at=AT)


def test_the_sealed_file_begins_with_the_paper() -> None:
    original = paper(code=new_code())
    assert seal_pdf(pdf=original, reason="R", location="L", at=AT).startswith(original)


def test_the_seal_states_what_it_was_told() -> None:
    [seal] = PdfFileReader(BytesIO(sealed_paper())).embedded_signatures
    assert seal.field_name == "ProviderSeal"
    assert seal.sig_object["/Reason"] == "Sealed"
    assert seal.sig_object["/Location"] == "Brussels"
    assert seal.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert seal.self_reported_timestamp == AT
    assert seal.docmdp_level == MDPPerm.NO_CHANGES
    assert seal.signer_cert.sha256.hex() == seal_key().fingerprint


def test_the_caller_brings_the_time() -> None:
    leap = datetime(2028, 2, 29, 23, 59, tzinfo=UTC)
    pdf = seal_pdf(pdf=paper(code=new_code()), reason="R", location="L", at=leap)
    [seal] = PdfFileReader(BytesIO(pdf)).embedded_signatures
    assert seal.self_reported_timestamp == leap


def test_the_seal_holds() -> None:
    assert signature.holds(sealed_paper(), fingerprint=seal_key().fingerprint)


def test_bytes_that_are_no_pdf_are_not_sealed() -> None:
    with pytest.raises(Exception, match=r"(?i)pdf|header|xref|startxref"):
        seal_pdf(pdf=b"not a PDF", reason="R", location="L", at=AT)


@pytest.fixture(scope="module")
def authority() -> Iterator[str]:
    """Run a time-stamp authority with a key of its own; return its address."""
    with running_authority() as one:
        yield one.stamps_at


def time_stamps(pdf: bytes) -> int:
    """Count the time stamps inside the file's seal."""
    [seal] = PdfFileReader(BytesIO(pdf)).embedded_signatures
    attributes = seal.signer_info["unsigned_attrs"]
    return sum(each["type"].native == "signature_time_stamp_token" for each in attributes)


def test_an_authority_stamps_the_time(authority: str, settings: Any) -> None:
    settings.TSA_URL = authority
    pdf = sealed_paper()
    assert time_stamps(pdf) == 1
    assert signature.holds(pdf, fingerprint=seal_key().fingerprint)


def test_without_an_authority_nothing_is_stamped() -> None:
    assert time_stamps(sealed_paper()) == 0


def test_an_authority_that_does_not_answer_delays_no_seal(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("WARNING")
    settings.TSA_URL = "http://127.0.0.1:9/"
    pdf = sealed_paper()
    assert time_stamps(pdf) == 0
    assert signature.holds(pdf, fingerprint=seal_key().fingerprint)
    assert "Sealed without a time stamp" in caplog.text


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="pdfsig (poppler-utils) is not installed")
def test_an_independent_tool_accepts_the_seal(tmp_path: Path) -> None:
    (tmp_path / "sealed.pdf").write_bytes(sealed_paper())
    told = subprocess.run(
        ["pdfsig", "-nocert", tmp_path / "sealed.pdf"], capture_output=True, text=True, check=True
    ).stdout
    assert "Signature is Valid" in told
    assert "Total document signed" in told


@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed")
def test_the_sealed_file_is_a_whole_pdf(tmp_path: Path) -> None:
    (tmp_path / "sealed.pdf").write_bytes(sealed_paper())
    subprocess.run(["qpdf", "--check", tmp_path / "sealed.pdf"], capture_output=True, check=True)
