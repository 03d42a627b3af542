"""The page's HTML is whole, safe and in the document's language."""

import re
from urllib.parse import unquote

import pytest
from django.utils import translation

from macd.pdf.page import document_html
from tests.macd.pdf.inputs import document


def test_the_page_names_nothing_outside_itself() -> None:
    html = document_html(document())
    fetched = re.findall(r'(?:src|href)="([^"]*)"|url\("?([^")]*)', html)
    assert fetched
    assert all((one or other).startswith("data:") for one, other in fetched)


def test_typed_text_stays_text() -> None:
    html = document_html(document(term_sentence="<script>alert(1)</script> & {{ number }}"))
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; {{ number }}" in html


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_the_page_speaks_the_documents_language(language: str) -> None:
    with translation.override("en"):
        html = document_html(document(language=language))
        assert translation.get_language() == "en"
    assert f'<html lang="{language}">' in html
    assert {"nl": "2 maart", "fr": "2 mars", "de": "2. März", "en": "2 March"}[language] in html


def test_the_code_stands_where_it_can_be_read_from_the_file() -> None:
    html = document_html(document())
    assert '<meta name="keywords" content="7K3M-0QXZ-9R2T-HV5C">' in html
    assert 'content="MACD-2026-00001 · 2 · 7K3M-0QXZ-9R2T-HV5C">' in html


def test_only_a_preview_says_that_it_is_one() -> None:
    assert "Preview — not signed" in document_html(document(preview=True))
    assert "data:image/svg+xml,%3Csvg" in document_html(document(preview=True))
    assert "Preview" not in document_html(document())


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_the_mark_across_a_preview_fits_the_page(language: str) -> None:
    html = unquote(document_html(document(language=language, preview=True)))
    size, text = re.findall(r'font-size="(\d+)"[^>]*>([^<]+)</text>', html)[0]
    assert int(size) / 2 * len(text) <= 300, "as wide as half its height, of 300 mm across"
    assert int(size) <= 22


def test_what_was_agreed_to_stands_between_the_marks_of_the_language() -> None:
    html = document_html(document(language="fr"))
    [consent] = re.findall(r"<p>(«[^<]*)</p>", html)
    assert consent.startswith("«\xa0")
    assert consent.endswith("\xa0»")
