"""What a simple pattern asks, in words: which characters, and how many of them."""

import re

from django.utils.translation import gettext as _

# One set of characters, repeated: [0-9]{2,6}, [A-Z0-9-]+.
SIMPLE = re.compile(r"\[([^\]\\^]+)\](?:\+|\{(\d+)(?:,(\d+))?\})")
SPAN = re.compile(r"([A-Za-z0-9])-([A-Za-z0-9])")
DIGITS = "0-9"


def words_of(pattern: str) -> str:
    """What a text has to be like; for a pattern that is not simple, only that it has a form."""
    return asked_by(pattern) or _("This does not have the form that is expected here.")


def asked_by(pattern: str) -> str:
    """The same, empty for a pattern that is not simple."""
    found = SIMPLE.fullmatch(pattern)
    if found is None:
        return ""
    signs, least, most = found.groups()
    facts = {"signs": _signs(signs), "least": least, "most": most}
    if least is None:
        return _("Use digits only.") if signs == DIGITS else _("Use only: %(signs)s.") % facts
    if most in (None, least):
        text = (
            _("Use %(least)s digits.")
            if signs == DIGITS
            else _("Use %(least)s characters: %(signs)s.")
        )
    elif signs == DIGITS:
        text = _("Use %(least)s to %(most)s digits.")
    else:
        text = _("Use %(least)s to %(most)s characters: %(signs)s.")
    return text % facts


def _signs(text: str) -> str:
    """The characters of a set as people read them: A–Z, 0–9, -, a space."""
    spans = [f"{first}–{last}" for first, last in SPAN.findall(text)]
    others = [_("a space") if sign == " " else sign for sign in SPAN.sub("", text)]
    return ", ".join([*spans, *others])
