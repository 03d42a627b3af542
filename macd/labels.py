"""A label and what stands behind it, as each language puts a colon between them."""

from django.utils.translation import gettext as _


def colon(label: object) -> str:
    """A label with the colon of the active language; a question has its own mark."""
    text = str(label)
    return text if text.endswith("?") else f"{text}{_(':')}"


def labelled(label: object, value: object) -> str:
    """A label and what stands behind it."""
    return f"{colon(label)} {value}"
