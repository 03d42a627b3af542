"""Texts that are data: one JSON object with the four languages of the house."""

from collections.abc import Mapping
from typing import Any

from django.db.models import CheckConstraint, Q
from django.utils.functional import Promise, lazy
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("nl", "fr", "en", "de")


def in_language(texts: dict[str, str], language: str | None = None) -> str:
    """The text in ``language`` (a code such as ``nl`` or ``nl-be``), else the page's language.

    English where that language is missing; the database refuses rows without all four.
    """
    code = (language or get_language() or "en").split("-")[0].lower()
    return texts.get(code) or texts.get("en", "")


def four_languages(field: str, *, name: str) -> CheckConstraint:
    """A CHECK that ``field`` holds a text in each of the four languages, none of them empty."""
    condition = Q(**{f"{field}__has_keys": list(LANGUAGES)})
    for language in LANGUAGES:
        condition &= ~Q(**{f"{field}__{language}": ""})
    return CheckConstraint(
        condition=condition,
        name=name,
        violation_error_message=_("Give the text in all four languages."),
        violation_error_code=field,
    )


def missing_languages(texts: object) -> list[str]:
    """The language codes for which ``texts`` has no text."""
    if not isinstance(texts, dict):
        return list(LANGUAGES)
    return [code for code in LANGUAGES if not str(texts.get(code) or "").strip()]


def _fill(text: object, values: Mapping[str, object]) -> str:
    return str(text) % values


def _refusal(refused: type[Exception], attempt: Any, *args: Any, **kwargs: Any) -> str:
    try:
        attempt(*args, **kwargs)
    except refused as error:
        return str(error)
    return ""


# A lazy text with its values, and why an attempt is refused: in the language in which it is read.
filled = lazy(_fill, str)
refusal = lazy(_refusal, str)


def told_of(text: object) -> tuple[str, dict[str, str]]:
    """A text to keep: in English, and by language where these differ."""
    told = worded(text)
    return (told["en"], told) if isinstance(told, dict) else (str(told), {})


def worded(text: object) -> Any:
    """What to keep of a text that others read later: a lazy one by language where these differ."""
    if not isinstance(text, Promise):
        return text
    told = {}
    for code in LANGUAGES:
        with override(code):
            told[code] = str(text)
    return told if len(set(told.values())) > 1 else told["en"]
