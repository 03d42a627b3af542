"""Dates, times and amounts as the document's language writes them."""

import re
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from babel.numbers import format_currency
from django.utils.translation import get_language

from accounts.dates import date_format

BRUSSELS = ZoneInfo("Europe/Brussels")
# Dutch, French and German as Belgium writes amounts; English as Belgian offices do.
LOCALES = {"nl": "nl_BE", "fr": "fr_BE", "de": "de_BE", "en": "en_GB"}
CENT = Decimal("0.01")
# The other languages call the zones as the time zone database does.
GERMAN_ZONES = {"CET": "MEZ", "CEST": "MESZ"}
TELEPHONE = re.compile(r"\+\d[\d ]{5,}\d")


def amount(value: str | None, *, currency: str, language: str) -> str:
    """Return an amount of money in cents, half up (domain rule on money); a dash for none."""
    if value is None or value == "":
        return "–"
    cents = Decimal(value).quantize(CENT, rounding=ROUND_HALF_UP)
    written = format_currency(cents, currency, locale=LOCALES[language])
    return written.replace("\u202f", "\xa0").replace("-", "−")


def signed_amount(value: str | None, *, currency: str, language: str) -> str:
    """Return a difference of money, with its sign."""
    written = amount(value, currency=currency, language=language)
    return f"+{written}" if value and Decimal(value).quantize(CENT, ROUND_HALF_UP) > 0 else written


def day(value: str | None) -> str:
    """Return an ISO date as a day; other text as it is; a dash for none."""
    if not value:
        return "–"
    try:
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    except ValueError:
        return value


def instant(value: str | None) -> str:
    """Return an ISO instant as day and time in Brussels, with its zone; a dash for none."""
    if not value:
        return "–"
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    local = moment.astimezone(BRUSSELS)
    zone = str(local.tzname())
    if get_language() == "de":
        zone = GERMAN_ZONES.get(zone, zone)
    return f"{date_format(local, 'DATE_FORMAT')}, {local:%H:%M:%S} ({zone})"


def unbroken(text: object) -> str:
    """Return a text whose telephone numbers are not broken over two lines."""
    return TELEPHONE.sub(lambda found: found[0].replace(" ", "\xa0"), str(text))


def grouped(digest: str, size: int = 8) -> str:
    """Return a hash in groups that can be compared by eye."""
    return " ".join(digest[start : start + size] for start in range(0, len(digest), size))
