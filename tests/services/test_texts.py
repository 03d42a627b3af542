"""Texts in data: four languages, the right one shown."""

from django.utils import translation
from django.utils.translation import gettext_lazy

from services.configuration import Wrong, characteristics_of, parse
from services.texts import filled, in_language, missing_languages, refusal, worded
from tests.services import make

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


def test_a_lazy_text_is_kept_in_every_language_and_another_as_it_is():
    assert worded(gettext_lazy("Office")) == {
        "nl": "Vestiging", "fr": "Site", "en": "Office", "de": "Standort"
    }  # fmt: skip
    told = worded(filled(gettext_lazy("%(number)s is used by another service."), {"number": "7"}))
    assert missing_languages(told) == []
    assert all("7" in text for text in told.values())
    assert worded("€ 61.00") == "€ 61.00"
    assert worded(TEXTS) == TEXTS


def test_why_something_is_refused_is_told_in_the_language_of_the_page(system):
    speed = characteristics_of(make.version())["speed"]
    told = worded(refusal(Wrong, parse, speed, "fast"))
    assert told["en"] == "Give a whole number."
    assert len(set(told.values())) == 4
    assert str(refusal(Wrong, parse, speed, "100")) == ""
