"""The rendering process writes out what its font cannot draw and nobody could see."""

from pathlib import Path

import pytest

from macd.pdf.renderer import render_html
from tests.macd.pdf.tools import needs_poppler, run, text_of


def render(text: str) -> bytes:
    """Render a paragraph."""
    return render_html(
        f'<html lang="en"><title>Page</title><p>{text}</p></html>',
        attachments=[],
        identifier="one",
        created="2026-03-02T09:30:00Z",
    )


@needs_poppler
@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Zoë Łącki, Größe, €, œuvre", "Zoë Łącki, Größe, €, œuvre"),
        ("北京", "[U+5317][U+4EAC]"),
        ("a\u202eb", "a[U+202E]b"),
        ("a\u200bb", "a[U+200B]b"),
        ("NUL \x00", "NUL [U+0000]"),
        ("lone \ud800", "lone [U+D800]"),
        ("e\u0301", "é"),
        ("😀", "[U+1F600]"),
    ],
)
def test_what_cannot_be_drawn_is_spelled_out(given: str, shown: str, tmp_path: Path) -> None:
    assert text_of(render(given), tmp_path).strip() == shown


@needs_poppler
def test_the_only_font_is_embedded(tmp_path: Path) -> None:
    fonts = run(render("Plain <b>bold</b> <i>italic</i>"), tmp_path, "pdffonts", "FILE")
    rows = fonts.splitlines()[2:]
    assert len(rows) == 3
    assert all("Source-Sans" in row and " yes yes yes " in row for row in rows)


def test_the_file_says_that_it_is_pdf_a_and_pdf_ua() -> None:
    pdf = render("Good morning")
    assert b'pdfaid:part="3" pdfaid:conformance="A"' in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
