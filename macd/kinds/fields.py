"""The fields that the two sides complete together, each with its owner and its check."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import phonenumbers
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.dates import date_format
from accounts.days import out_of_reach
from accounts.limits import grouped
from accounts.names import without_marks
from macd import voice
from macd.vocabulary import SectionName, Side
from services.numbers import shown

LONGEST_TEXT = 4000
LONGEST_WORDS = 200
LONGEST_IN_COLUMN = 100

Words = str | Promise


class Unfit(ValueError):
    """A value that does not fit its field; the message says what to do."""


def fit_text(value: Any, *, longest: int = LONGEST_WORDS) -> str:
    """Text without control characters, at most ``longest`` characters. Raises Unfit."""
    if not isinstance(value, str):
        raise Unfit(_("Enter text."))
    if any((ord(c) < 32 and c not in "\n\r\t") or 0xD800 <= ord(c) <= 0xDFFF for c in value):
        raise Unfit(_("Remove the characters that cannot be shown."))
    if len(value) > longest:
        raise Unfit(
            _("Use at most %(most)s characters; this is %(now)s.")
            % {"most": grouped(longest), "now": grouped(len(value))}
        )
    return without_marks(value)


def fit_long_text(value: Any) -> str:
    """Text of several lines. Raises Unfit."""
    return fit_text(value, longest=LONGEST_TEXT)


def fit_date(value: Any) -> str:
    """An ISO date within reach. Raises Unfit."""
    try:
        day = datetime.date.fromisoformat(str(value).strip())
    except ValueError:
        raise Unfit(_("Enter a date, such as 31/12/2027.")) from None
    if problem := out_of_reach(day):
        raise Unfit(problem)
    return day.isoformat()


def fit_phone(value: Any) -> str:
    """A phone number in E.164; numbers without a country are Belgian (rule 22). Raises Unfit."""
    text = fit_text(value)
    try:
        number = phonenumbers.parse(text, "BE")
    except phonenumbers.NumberParseException:
        raise Unfit(_("Enter a phone number, such as +32 470 12 34 56.")) from None
    if not phonenumbers.is_valid_number(number):
        raise Unfit(_("Enter a phone number, such as +32 470 12 34 56."))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def fit_flag(value: Any) -> bool:
    """Yes or no. Raises Unfit."""
    if isinstance(value, bool):
        return value
    if str(value).lower() in {"true", "on", "1", "yes"}:
        return True
    if str(value).lower() in {"false", "off", "0", "no", ""}:
        return False
    raise Unfit(_("Choose yes or no."))


def fit_days(value: Any) -> int:
    """A whole number of days from 0 to 90. Raises Unfit."""
    try:
        days = int(str(value).strip())
    except ValueError:
        raise Unfit(_("Enter a whole number of days.")) from None
    if not 0 <= days <= 90:
        raise Unfit(_("Enter a number of days from 0 to 90."))
    return days


def fit_amount(value: Any) -> str:
    """An amount of money of at most a million, in cents, as text. Raises Unfit."""
    text = str(value).strip().replace("€", "").replace(" ", "").replace(",", ".")
    if not re.fullmatch(r"[0-9]{1,7}(\.[0-9]{1,2})?", text) or Decimal(text) > 1_000_000:
        raise Unfit(_("Enter an amount, such as 250.00."))
    return str(Decimal(text).quantize(Decimal("0.01")))


FITS: dict[str, Callable[[Any], Any]] = {
    "text": fit_text,
    "long_text": fit_long_text,
    "date": fit_date,
    "phone": fit_phone,
    "flag": fit_flag,
    "days": fit_days,
    "amount": fit_amount,
}


SHOWN: dict[str, Callable[[Any], Any]] = {
    "flag": lambda value: _("Yes") if value else _("No"),
    "date": lambda value: date_format(datetime.date.fromisoformat(value), "DATE_FORMAT"),
    "phone": shown,
    "amount": lambda value: number_format(value, decimal_pos=2, use_l10n=True, force_grouping=True),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a section: who owns it, what fits in it, and whether it must be there.

    ``column`` names a column of the document that holds the value, where lists need it; all
    other values stand in the section. An immaterial field may be edited without voiding what
    was approved (rule 12).
    """

    section: SectionName
    code: str
    label: Words
    owner: Side
    type: str = "text"
    required: bool = False
    material: bool = True
    choices: tuple[tuple[str, Words], ...] = ()
    help: Words = ""
    column: str = ""
    suggestable: bool = field(default=True)
    # A day that lies ahead when it is written.
    ahead: bool = False

    def __hash__(self) -> int:
        """Its path: the labels are other words in each language, and a key stays where it is."""
        return hash(self.path)

    @property
    def path(self) -> str:
        """How the field is named in changes, forms and messages."""
        return f"{self.section.value}.{self.code}"

    def fit(self, value: Any) -> Any:
        """The value as it is stored; an empty one is None. Raises Unfit."""
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        if self.type == "choice":
            if not isinstance(value, str) or value not in dict(self.choices):
                raise Unfit(_("Choose one of the options."))
            return value
        if self.column and self.type == "text":
            return fit_text(value, longest=LONGEST_IN_COLUMN)
        return FITS[self.type](value)

    def shown(self, value: Any) -> str:
        """The value in the reader's words."""
        if value in (None, ""):
            return ""
        if self.type == "choice":
            return str(dict(self.choices).get(value, value))
        return str(SHOWN.get(self.type, str)(value))


R, C, P = SectionName, Side.CUSTOMER, Side.PROVIDER

REQUESTED_ON = Field(
    R.REQUEST,
    "requested_on",
    _("Wanted from"),
    C,
    "date",
    required=True,
    column="requested_on",
)
REFERENCE = Field(R.REQUEST, "reference", voice.REFERENCE, C, material=False, column="reference")
PO_NUMBER = Field(R.REQUEST, "po_number", _("Purchase order number"), C, column="po_number")
EXPLANATION = Field(R.REQUEST, "explanation", _("Explanation"), C, "long_text", material=False)
CONTACT_NAME = Field(R.SITES, "contact_name", _("On-site contact"), C, required=True)
CONTACT_MOBILE = Field(
    R.SITES, "contact_mobile", _("Mobile number of the on-site contact"), C, "phone", required=True
)
ACCESS_HOURS = Field(R.SITES, "access_hours", _("Hours of access"), C)
ACCESS_NOTES = Field(R.SITES, "access_notes", _("How to get in"), C, "long_text", material=False)
SERVICEABILITY = Field(
    R.TECHNICAL,
    "serviceability",
    _("What is possible at the address"),
    P,
    "choice",
    required=True,
    choices=(
        ("possible", _("Possible as asked")),
        ("works", _("Possible after works")),
        ("impossible", pgettext_lazy("choice", "Not possible")),
    ),
)
ALTERNATIVES = Field(
    R.TECHNICAL,
    "alternatives",
    _("What else is possible there"),
    P,
    "long_text",
    help=_("Such as VDSL 50/10 or 5G, with from when. The customer reads it and chooses."),
)
SERVICEABILITY_ON = Field(
    R.TECHNICAL, "serviceability_on", _("Checked on"), P, "date", required=True
)
# What the account manager found out about an address (TMF 679).
QUALIFICATION = (SERVICEABILITY, ALTERNATIVES, SERVICEABILITY_ON)
TECHNICAL_NOTES = Field(
    R.TECHNICAL, "technical_notes", _("Technical notes"), P, "long_text", material=False
)
CONDITIONS = Field(R.PRICES, "conditions", _("Special conditions"), P, "long_text")
COMMITTED_ON = Field(
    R.PLANNING,
    "committed_on",
    _("Promised date"),
    P,
    "date",
    required=True,
    column="committed_on",
    suggestable=False,
    ahead=True,
)
WINDOW = Field(
    R.PLANNING,
    "window",
    _("Part of the day"),
    P,
    "choice",
    choices=(("morning", _("Morning")), ("afternoon", _("Afternoon"))),
)
COMMON = (
    REQUESTED_ON,
    REFERENCE,
    PO_NUMBER,
    EXPLANATION,
    TECHNICAL_NOTES,
    CONDITIONS,
    COMMITTED_ON,
    WINDOW,
)
WORKS_CEILING = Field(
    R.SITES,
    "works_ceiling",
    _("Works accepted in advance, at most"),
    C,
    "amount",
    help=_("In euro, excl. VAT. Works on site up to this amount are done without asking again."),
)
HAZARDS = Field(
    R.SITES,
    "hazards",
    _("Beware of"),
    C,
    "long_text",
    material=False,
    help=_("Asbestos, dogs, machines that run, a permit that is needed."),
)
AT_THE_OFFICE = (
    CONTACT_NAME,
    CONTACT_MOBILE,
    ACCESS_HOURS,
    ACCESS_NOTES,
    HAZARDS,
    WORKS_CEILING,
)
