"""Texts in data: four languages, the right one shown."""

from django.utils import translation

from services.texts import in_language, missing_languages

TEXTS = {"nl": "Vezel", "fr": "Fibre", "en": "Fiber", "de": "Glasfaser"}


def test_the_language_asked_for_else_the_pages_else_english():
    assert in_language(TEXTS, "fr-BE") == "Fibre"
    with translation.override("de"):
        assert in_language(TEXTS) == "Glasfaser"
        assert in_language(TEXTS, "nl") == "Vezel"
    assert in_language(TEXTS, "pl") == "Fiber"
    assert in_language({}) == ""


def test_missing_languages():
    assert missing_languages(TEXTS) == []
    assert missing_languages({**TEXTS, "nl": " "}) == ["nl"]
    assert missing_languages({"en": "Fiber"}) == ["nl", "fr", "de"]
    assert missing_languages("Fiber") == ["nl", "fr", "en", "de"]
