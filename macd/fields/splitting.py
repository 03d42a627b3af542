"""Where a range of numbers is parted, so that each part has its own decision (rule 50)."""

import re
from typing import Any

import phonenumbers
from django.utils.translation import gettext as _

from macd.fields.place import Place
from macd.kinds import Unfit
from macd.kinds.fields import fit_text
from macd.kinds.numbers import next_part, range_of, size_of
from macd.models import Line
from macd.vocabulary import SectionName, Side
from services.numbers import MOST_DIGITS_OF_AN_END, shown, shown_span


def split_place(line: Line, parts: list[str]) -> Place | None:
    """The number with which the next part of a range begins; none where it is whole from here."""
    e164 = ".".join(parts[3:])
    if e164 not in line.number_actions:
        return None
    following = next_part(line, e164)
    together = size_of(line, e164) + (size_of(line, following) if following else 0)
    return Place(
        path=".".join(parts),
        label=_("%(range)s: a part of its own begins with") % {"range": shown_span(e164, together)},
        section=SectionName.NUMBERS,
        owner=Side.CUSTOMER,
        value=following,
        fit=lambda raw: _fit(raw, e164, together),
        write=lambda value: _part(line, e164, following, value),
        shown=lambda begins: shown(begins) if begins else "",
    )


def _fit(raw: Any, e164: str, together: int) -> str | None:
    """A number of the range after its first, whole or its last digits. Raises Unfit."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    text = fit_text(raw, longest=40)
    digits = re.sub(r"\D", "", text)
    short = len(digits) <= MOST_DIGITS_OF_AN_END
    begins = e164[: len(e164) - len(digits)] + digits if short else _whole(text)
    if not begins or not 0 < int(begins[1:]) - int(e164[1:]) < together:
        message = _("Give a number from the range, after its first: %(range)s.")
        raise Unfit(message % {"range": shown_span(e164, together)})
    return begins


def _whole(text: str) -> str:
    """A whole number in E.164; empty where it is none."""
    try:
        number = phonenumbers.parse(text, "BE")
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _part(line: Line, e164: str, following: str | None, value: str | None) -> None:
    """Join what was parted here, then part it where it is wanted now."""
    details = line.number_details.setdefault(e164, {})
    details["size"] = size_of(line, e164) + (size_of(line, following) if following else 0)
    if following:
        line.number_actions.pop(following)
        line.number_details.pop(following, None)
    if value is not None:
        together, details["size"] = details["size"], int(value[1:]) - int(e164[1:])
        line.number_actions[value] = ""
        rest = {"size": together - details["size"], "part_of": range_of(line, e164)}
        line.number_details[value] = rest
    line.save(update_fields=["number_actions", "number_details"])
