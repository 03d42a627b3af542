"""A day in words, as each language writes it: French has a word for the first of a month."""

import re
from datetime import date

from django.utils import formats
from django.utils.translation import get_language

# "1 mars 2027", alone or behind its weekday; never the end of another figure.
FIRST = re.compile(r"(?<![\d.,:])1(?= [^\W\d])")


def date_format(value: date, pattern: str = "DATE_FORMAT") -> str:
    """The day or instant by a named format or a pattern, in the active language.

    French says "1er mars", and "2 mars" like the others.
    """
    text = str(formats.date_format(value, pattern))
    return FIRST.sub("1er", text) if (get_language() or "").startswith("fr") else text
