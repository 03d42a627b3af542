"""Whole documents: every fact is on paper, every page says which document it is of."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from macd.pdf import RenderFailed, render_document
from signing.codes import codes_in
from tests.macd.pdf.inputs import CANONICAL, document, long_document, printed
from tests.macd.pdf.tools import needs_poppler, needs_qpdf, pages_of, run, squeezed, text_of

WRITTEN = [
    *("2 March 2026, 10:30:00 (CET)", "31 December 2027", "No end date", "1 April 2026"),
    *("€79.00", "€1,099.50", "+€1,020.50", "€49.00", "27 February 2026, 15:05:00 (CET)"),
    *("Approved on 1 March 2026, 09:00:00 (CET)", "Signed on 2 March 2026, 10:29:00 (CET)"),
    *("Event 412", "Part 1 of 1"),
]
# Codes for machines, and values that are shown written out (above) or as a word of their own.
NOT_PRINTED = {"language", "kind", "action", "generated_at", "at", "end_on", "currency", "schema"}
PRICES = {"price_before", "price_after", "price_once", "before", "after", "once"}


def facts(value: Any, key: str = "") -> list[str]:
    """Return every text of a render input that must be readable on paper as it is."""
    if isinstance(value, dict):
        return [text for name, part in value.items() for text in facts(part, name)]
    if isinstance(value, list):
        return [text for part in value for text in facts(part, key)]
    amount = re.fullmatch(r"\d+\.\d{4}", str(value))
    day = re.fullmatch(r"\d{4}-\d\d-\d\d", str(value))
    if value is None or isinstance(value, bool) or key in NOT_PRINTED or amount or day:
        return []
    return [str(value)]


@needs_poppler
def test_every_fact_is_on_paper(tmp_path: Path) -> None:
    page = squeezed(text_of(printed(), tmp_path))
    expected = [*facts(document()), *WRITTEN]
    assert len(expected) > 70
    assert [fact for fact in expected if squeezed(fact) not in page] == []


@needs_poppler
def test_every_page_names_document_version_hash_code_initials_and_itself(tmp_path: Path) -> None:
    pages = pages_of(printed(long_document(40)), tmp_path)
    assert len(pages) > 8
    for number, page in enumerate(pages, start=1):
        text = squeezed(page)
        for mark in (
            *("Nordzee Telecom", "MACD-2026-00001 · version 2", "7K3M-0QXZ-9R2T-HV5C"),
            *("0123456789abcdef" * 4, "https://macd.example/verify/7K3M-0QXZ-9R2T-HV5C/"),
            *(f"Page {number} / {len(pages)}", "Initials", "JM"),
        ):
            assert squeezed(mark) in text, (number, mark)


@needs_poppler
def test_long_tables_repeat_their_heads_and_lose_no_line(tmp_path: Path) -> None:
    pages = pages_of(printed(long_document(40)), tmp_path)
    with_lines = [page for page in pages if "SVC-" in page]
    assert len(with_lines) > 5
    assert all("Becomes" in page for page in with_lines)
    found = re.findall(r"SVC-\d{6}", "".join(pages))
    assert found == [f"SVC-{number:06}" for number in range(1, 41)]


@needs_poppler
def test_nothing_runs_over_the_edge(tmp_path: Path) -> None:
    word = "Donaudampfschifffahrtsgesellschaft" * 12
    made = document(term_sentence=word, conditions=[word], customer_reference=word)
    made["customer"]["legal_name"] = made["offices"][0]["title"] = word
    made["offices"][0]["lines"][0] |= {"name": word, "note": word, "service_id": word}
    made["offices"][0]["lines"][0]["differences"][0] |= {"before": word, "after": word}
    made["comments"][0]["text"] = word
    made["signatures"][0] |= {"name": word, "consent": word}
    boxes = run(printed(made), tmp_path, "pdftotext", "-bbox", "FILE", "-")
    edges = [float(edge) for edge in re.findall(r'xMax="([\d.]+)"', boxes)]
    assert len(edges) > 200
    assert max(edges) < 595.3 - 40


def test_the_same_data_give_the_same_bytes_and_other_data_others() -> None:
    made = render_document(document(), canonical=CANONICAL)
    assert render_document(document(), canonical=CANONICAL) == made
    assert render_document(document(), canonical=b"{}") != made
    assert render_document(document(customer_reference="PO-1"), canonical=CANONICAL) != made


def test_the_code_can_be_read_off_the_bytes_in_two_places() -> None:
    made = printed()
    assert codes_in(made) == ["7K3M-0QXZ-9R2T-HV5C"]
    assert made.count(b"7K3M-0QXZ-9R2T-HV5C") >= 2


@needs_poppler
def test_the_canonical_content_is_attached_under_the_documents_name(tmp_path: Path) -> None:
    made = printed()
    run(made, tmp_path, "pdfdetach", "-saveall", "-o", str(tmp_path), "FILE")
    assert (tmp_path / "MACD-2026-00001-v2.json").read_bytes() == CANONICAL


@needs_poppler
def test_a_preview_says_so_on_every_page_and_promises_no_seal(tmp_path: Path) -> None:
    preview = document(preview=True, signatures=[], approvals=[], audit=None, evidence=[])
    pages = pages_of(printed(preview), tmp_path)
    assert all("Preview — not signed" in page for page in pages)
    text = "".join(pages)
    assert "Not signed yet" in text
    assert "Not approved yet" in text
    assert "binds nobody" in text
    assert "covers every byte" not in text


@needs_poppler
def test_a_preview_has_no_code_yet(tmp_path: Path) -> None:
    preview = document(
        preview=True, verification_code="", verification_url="https://macd.example/verify/"
    )
    text = text_of(printed(preview), tmp_path)
    assert "Verification code" not in text
    assert "https://macd.example/verify/" in text


@needs_poppler
@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_each_language_renders(language: str, tmp_path: Path) -> None:
    made = printed(document(language=language))
    assert "Brouwerij" in text_of(made, tmp_path)


@needs_poppler
def test_a_document_with_nothing_optional_renders(tmp_path: Path) -> None:
    bare = document(
        agreements=[],
        term_sentence="",
        customer_reference="",
        conditions=[],
        details=[],
        comments=[],
        evidence=[],
        audit=None,
    )
    bare["offices"][0] |= {"from": None, "to": None, "contacts": []}
    bare["offices"][0]["lines"][0] |= {
        "differences": [],
        "dates": [],
        "numbers": [],
        "unchanged": [],
        "terms": [],
        "note": "",
        "service_id": None,
        "price_before": None,
        "price_after": None,
        "price_once": None,
        "quantity_before": None,
        "quantity_after": None,
    }
    text = text_of(printed(bare), tmp_path)
    assert "SmartFit Internet Extra" in text
    assert "Special conditions" not in text


@needs_poppler
def test_what_people_typed_stays_what_they_typed(tmp_path: Path) -> None:
    typed = '</style><img src="file:///etc/passwd"><script>1</script> \x00 \ud800 {{ number }} %s'
    text = text_of(printed(document(term_sentence=typed)), tmp_path)
    shown = typed.replace("\x00", "[U+0000]").replace("\ud800", "[U+D800]")
    assert squeezed(shown) in squeezed(text)
    assert "root:" not in text


@pytest.mark.parametrize(
    "poison",
    [
        {"language": "xx"},
        {"generated_at": "yesterday"},
        {"offices": None},
        {"overview": {}},
        {"customer": "Brouwerij"},
        {"signatures": [{}]},
        {"audit": {"position": 1}},
    ],
)
def test_data_that_cannot_be_rendered_are_refused(poison: dict[str, Any]) -> None:
    with pytest.raises(RenderFailed):
        render_document(document(**poison), canonical=CANONICAL)


def test_an_amount_that_is_none_is_refused() -> None:
    made = document()
    made["overview"]["monthly_before"] = "much"
    with pytest.raises(RenderFailed):
        render_document(made, canonical=CANONICAL)


@needs_qpdf
def test_the_file_is_a_whole_pdf(tmp_path: Path) -> None:
    run(printed(), tmp_path, "qpdf", "--check", "FILE")


@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="pdftoppm is not installed")
def test_every_page_has_a_scannable_picture_of_its_address(tmp_path: Path) -> None:
    """The corner pattern of a QR code is dark at the foot of each page."""
    (tmp_path / "document.pdf").write_bytes(printed())
    subprocess.run(
        ["pdftoppm", "-r", "72", "-gray", tmp_path / "document.pdf", tmp_path / "page"], check=True
    )
    pictures = sorted(tmp_path.glob("page-*.pgm"))
    assert len(pictures) == 4
    for picture in pictures:
        header, pixels = picture.read_bytes().split(b"255\n", 1)
        width = int(header.split()[1])
        square = [pixels[row * width + 48 : row * width + 88] for row in range(765, 805)]
        dark = sum(value < 128 for row in square for value in row)
        assert dark > 400
