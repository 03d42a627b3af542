"""Template filters that write money, days, addresses and names the way Belgium reads them."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

import phonenumbers
from django import template
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, gettext_lazy

from accounts.dates import date_format
from macd import labels
from services.figures import percentage

register = template.Library()

WHOLE = re.compile(
    r"\b[A-Z]{2,}-\d[\d-]*\d"
    r"|\bWi-Fi\b"
    r"|(?<!\S)\d[^\s&]{0,7} → [^\s&]{1,8}(?!\S)"
    r"|\+\d[\d ]{6,}\d"
)
# What is kept whole keeps its spaces.
ARROW = re.compile(r" → (?![^<]*</span>)")
UNIT = re.compile(r"(?<=\d) (?=(?:[KMG]bps|[KMGT][Bo])\b)")
# German has a point behind the day.
DAY = re.compile(r"(?:(?<=\d)|(?<=\d\.)) (?=[^\W\d_]{3,9}\b)|(?<=[^\W\d_]{3}) (?=\d{4}\b)")
BRUSSELS = ZoneInfo("Europe/Brussels")
NO_BREAK = "\u00a0"
MINUS = "\u2212"
CENT = Decimal("0.01")
SEPARATORS = {"nl": (".", ","), "fr": (NO_BREAK, ","), "de": (".", ","), "en": (",", ".")}
SIGN_AFTER = {"fr", "de"}
# The columns of an inventory file.
COLUMNS: dict[str, Any] = {
    "service_id": gettext_lazy("Number on the invoice"),
    "offering": gettext_lazy("Service"),
    "office": gettext_lazy("Office"),
    "quantity": gettext_lazy("Quantity"),
    "recurring_price": gettext_lazy("Price per unit"),
    "agreement": gettext_lazy("Agreement"),
    "billing_account": gettext_lazy("Billing account"),
    "cost_centre": gettext_lazy("Cost centre"),
    "numbers": gettext_lazy("Numbers"),
    "iccid": gettext_lazy("SIM"),
}


def _language() -> str:
    """The active language without its region; English where none is active."""
    return (get_language() or "en").split("-")[0]


def _figure(amount: Decimal) -> str:
    """Group thousands and write cents as the active language does; the sign is the caller's."""
    group, point = SEPARATORS.get(_language(), SEPARATORS["en"])
    whole, cents = f"{abs(amount):,.2f}".split(".")
    return whole.replace(",", group) + point + cents


@register.filter
def money(amount: Decimal | int | str | None) -> str:
    """An amount of euros to the cent, half up: "€ 1,234.50"; nothing for no amount."""
    if amount is None or amount == "":
        return ""
    rounded = Decimal(str(amount)).quantize(CENT, rounding=ROUND_HALF_UP)
    sign = MINUS if rounded < 0 else ""
    if _language() in SIGN_AFTER:
        return f"{sign}{_figure(rounded)}{NO_BREAK}€"
    return f"{sign}€{NO_BREAK}{_figure(rounded)}"


@register.filter
def percent(value: Decimal | int | str) -> str:
    """So many of a hundred, as the language writes it."""
    return percentage(Decimal(str(value)))


@register.filter
def money_difference(amount: Decimal | int | str | None) -> str:
    """An amount with its sign always written: "+€ 40.00", "−€ 12.50", and "€ 0.00" as it is."""
    text = money(amount)
    return f"+{text}" if text and Decimal(str(amount)).quantize(CENT) > 0 else text


def _brussels(value: date | datetime) -> date | datetime:
    """The value on Brussels clocks; a plain day stays what it is."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return value.astimezone(BRUSSELS)
    return value


def _element(value: date | datetime, text: str) -> SafeString:
    """The text inside a <time> that carries the machine's form."""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), text)


def _written(value: date | datetime, pattern: str) -> str:
    return date_format(_brussels(value), pattern)


@register.filter
def column_label(column: str) -> str:
    """What a column of an inventory file holds; empty for a setting, which has its own code."""
    return str(COLUMNS.get(column, ""))


@register.filter
def colon(label: object) -> str:
    """A label with the colon of the reader's language."""
    return labels.colon(label)


@register.filter
def whole(text: object) -> str:
    """A text in which numbers (requests, services, agreements, phones) are not broken over lines.

    Nor is "Wi-Fi", nor what becomes of what, where both are short: "30 → 40"; a longer arrow stays
    with what it leads to, and no line begins with a dot that parts two things. Elements are left as
    they are.
    """
    shown = conditional_escape(text if isinstance(text, str) else str(text))
    if "<" in shown:
        return shown
    kept = WHOLE.sub(r'<span class="whole">\g<0></span>', UNIT.sub(NO_BREAK, shown))
    kept = ARROW.sub(f" →{NO_BREAK}", kept.replace(" · ", f"{NO_BREAK}· "))
    return mark_safe(kept)  # noqa: S308


@register.filter
def whole_days(text: object) -> str:
    """A text in which the day, month and year of a date are not parted."""
    return DAY.sub(NO_BREAK, str(text))


@register.filter
def day(value: date | datetime | None) -> str:
    """A day in full, "22 November 2026", inside <time>; an instant gives its Brussels day."""
    return _element(value, _written(value, "DATE_FORMAT")) if value else ""


@register.filter
def day_words(value: date | datetime) -> str:
    """A day in full as plain text, for mails and sentences."""
    return _written(value, "DATE_FORMAT")


@register.filter
def day_short(value: date | datetime | None) -> str:
    """A day for narrow places, "22 Nov 2026", inside <time>."""
    return _element(value, _written(value, "SHORT_DATE_FORMAT")) if value else ""


@register.filter
def weekday(value: date | datetime | None) -> str:
    """A day with its weekday, "Sunday 22 November 2026", inside <time>."""
    if not value:
        return ""
    return _element(value, _written(value, "WEEKDAY_FORMAT"))


@register.filter
def last_day(upper: date | None) -> str:
    """The last day with service of a half-open period, given its upper bound."""
    return day(upper - timedelta(days=1)) if upper else ""


@register.filter
def moment(value: datetime | None) -> str:
    """An instant as day and time on Brussels clocks, "22 Nov 2026, 10:15", inside <time>."""
    if not value:
        return ""
    return _element(value, f"{_written(value, 'SHORT_DATE_FORMAT')}, {_written(value, 'H:i')}")


@register.filter
def localised(texts: Mapping[str, str] | str | None) -> str:
    """A text kept as {nl, fr, en, de}, in the active language; English where that one is empty.

    One that was kept in one language only stays as it is.
    """
    if not texts or isinstance(texts, str):
        return str(texts or "")
    return texts.get(_language()) or texts.get("en") or next(iter(texts.values()), "")


@register.filter
def phone(number: str | None) -> str:
    """An E.164 number as people read it, "+32 9 233 44 55"; other text stays as it is."""
    try:
        parsed = phonenumbers.parse(number or "", None)
    except phonenumbers.NumberParseException:
        return number or ""
    style = phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, style).replace(" ", NO_BREAK)


def _address_parts(place: object) -> list[str]:
    """Street line and town line of anything with an office's address fields."""
    if isinstance(place, Mapping):
        field = {name: place.get(name) or "" for name in ADDRESS_FIELDS}
    else:
        field = {name: getattr(place, name, "") or "" for name in ADDRESS_FIELDS}
    box = f"{gettext('box')} {field['box']}" if field["box"] else ""
    street = " ".join(part for part in (field["street"], field["number"], box) if part)
    town = " ".join(part for part in (field["postcode"], field["municipality"]) if part)
    country = field["country"] if field["country"] not in ("", "BE") else ""
    return [part for part in (street, town, country) if part]


ADDRESS_FIELDS = ("street", "number", "box", "postcode", "municipality", "country")


@register.filter
def address_line(place: object) -> str:
    """An address on one line, "Korenmarkt 3 box 12, 9000 Gent"; Belgium goes without saying."""
    return ", ".join(_address_parts(place)) if place else ""


@register.filter
def address(place: object) -> str:
    """An address as an <address> with one line for the street and one for the town."""
    if not place:
        return ""
    lines = format_html_join("", "<span>{}</span><br>", ((part,) for part in _address_parts(place)))
    return format_html("<address>{}</address>", lines)


@register.filter
def initials(name: str | None) -> str:
    """At most two letters that stand for a person: "Ana De Smet" gives "AS"."""
    words = [word for word in (name or "").split() if word[0].isalnum()]
    return "".join(
        word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)
    ).upper()
