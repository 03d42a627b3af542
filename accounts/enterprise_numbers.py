"""Enterprise (VAT) numbers, each by the rules of its own country."""

import re
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from stdnum import get_cc_module
from stdnum.exceptions import ValidationError as NumberError

if TYPE_CHECKING:
    from stdnum.util import NumberValidationModule


BELGIAN = re.compile(r"[01][0-9]{9}")


def _rules_of(country: str) -> "NumberValidationModule | None":
    """Return the checking module of a country, or None where no rules are known."""
    return get_cc_module(country.lower(), "vat") if country.isalpha() else None


def compact_number(*, number: str, country: str) -> str:
    """Return the number without spaces, points or country prefix, as it is stored."""
    rules = _rules_of(country)
    if rules is None:
        return "".join(number.split()).upper()
    return str(rules.compact(number))


def problem_with(*, number: str, country: str) -> Promise | None:
    """Say what is wrong with an enterprise number, or None.

    Belgium: ten digits, first 0 or 1, check digits modulo 97. Other countries: their VAT rules;
    a country without known rules accepts any number that is not empty.
    """
    if not number.strip():
        return _("Give the enterprise number.")
    rules = _rules_of(country)
    if rules is None:
        return None
    try:
        rules.validate(number)
    except NumberError:
        if country == "BE":
            return _("This is no Belgian enterprise number: ten digits, the first a 0 or a 1.")
        return _("This is no enterprise number of the chosen country.")
    return None


def vat_number(number: str) -> str:
    """Write a Belgian enterprise number as it is written; other numbers as they are."""
    if not BELGIAN.fullmatch(number):
        return number
    return f"BE {number[:4]}.{number[4:7]}.{number[7:]}"
