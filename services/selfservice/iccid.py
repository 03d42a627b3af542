"""The number of a SIM: 89, country, issuer, and a check digit (rule 62). Pure."""

import re

from django.utils.translation import gettext as _
from stdnum import luhn


class IccidRefused(ValueError):
    """What was typed is no SIM number; the text says how one looks."""


def compact_iccid(text: str) -> str:
    """A typed ICCID without blanks and dashes. Raises IccidRefused for what is none.

    ITU-T E.118: it begins with 89, has 18 to 20 figures, and the last is a Luhn check digit.
    """
    digits = re.sub(r"[\s.\-]", "", text)
    if not re.fullmatch(r"89[0-9]{16,18}", digits, re.ASCII):
        raise IccidRefused(_("Give the 18 to 20 figures printed on the card; they begin with 89."))
    if not luhn.is_valid(digits):
        raise IccidRefused(_("One of the figures is wrong. Compare them with the card."))
    return digits
