"""What was written with what happened, as its reader says it."""

from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy, override

from macd.models import DocumentEvent
from macd.wording import why_held
from services.texts import LANGUAGES, in_language


def said(event: DocumentEvent) -> str:
    """What was said with what happened: why an item is held, and what was written."""
    return why_held(event.facts.get("held_code", ""), note_of(event))


# What the house says by itself with what happened; kept in the language of the document.
SAID_BY_ITSELF: tuple[Any, ...] = (
    gettext_lazy("The company has left."),
    gettext_lazy("The agreement has ended."),
    gettext_lazy("The other operator confirmed this day."),
    gettext_lazy("What the visit was planned for is done already."),
    gettext_lazy("What the visit was planned for is no longer to be done."),
)


@cache
def _by_itself() -> dict[str, Any]:
    """The same texts by what they are in each language."""
    found: dict[str, Any] = {}
    for language in LANGUAGES:
        with override(language):
            found |= {str(text): text for text in SAID_BY_ITSELF}
    return found


def in_readers_words(note: str) -> str:
    """A note as its reader says it: what a person wrote as it stands, our own in their language."""
    return str(_by_itself().get(note, note))


def note_of(event: DocumentEvent) -> str:
    """What was written with what happened; the house's own words in the reader's language."""
    words = event.facts.get("words")
    return in_language(words) if words else in_readers_words(event.note)
