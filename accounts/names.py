"""Names that are seen: without characters that only steer a text, and not of these alone."""

import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Joiners shape letters in some scripts; everything else of the kind only hides or turns text.
JOINERS = frozenset("\u200c\u200d")


def without_marks(text: str) -> str:
    """The text without what is not seen: zero-width spaces, direction marks and overrides."""
    kept = (c for c in text if unicodedata.category(c) != "Cf" or c in JOINERS)
    return "".join(kept).strip()


def is_seen(text: str) -> bool:
    """Whether a text has at least one letter or digit, of whatever script."""
    return any(unicodedata.category(c)[0] in "LN" for c in text)


def seen_name(text: str) -> str:
    """The name as it is kept. Raises ValidationError where no letter or digit is in it."""
    name = without_marks(text)
    if not is_seen(name):
        raise ValidationError(_("Give a name with at least one letter or digit."))
    return name


def clean_name(row: Any, field: str) -> None:
    """Keep the name in a field of a row as it is seen; one that is empty is the field's to refuse.

    Raises ValidationError beside the field.
    """
    typed = getattr(row, field)
    if not typed:
        return
    try:
        setattr(row, field, seen_name(typed))
    except ValidationError as unseen:
        raise ValidationError({field: unseen.messages}) from None
