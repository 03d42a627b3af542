"""What the sections hold: contacts, special conditions, and every other value with its label."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from macd.kinds import Field, rules_for
from macd.kinds.urgency import surcharge_label
from macd.printing.parties import shown_day
from macd.vocabulary import SectionName
from macd.wording import amount
from services.numbers import shown

Content = dict[str, Any]
# Printed in parts of their own: with the office, on the first page, as conditions.
ELSEWHERE = frozenset(
    {
        "sites.contact_name",
        "sites.contact_mobile",
        "sites.old_contact_name",
        "sites.old_contact_mobile",
        "request.reference",
        "request.po_number",
        "prices.conditions",
    }
)
# Printed with the prices of the items.
SURCHARGES = f"{SectionName.PRICES}.surcharges"


def values_in(content: Content) -> dict[str, tuple[str, str]]:
    """Label and value, in words, of every field of every section, by its path."""
    fields = {field.path: field for field in rules_for(content["kind"]).fields}
    found = {}
    for name in SectionName:
        found.update(_values(content, name, fields))
    return found


def details(content: Content) -> list[dict[str, Any]]:
    """Every value of the sections in words, section by section."""
    fields = {field.path: field for field in rules_for(content["kind"]).fields}
    told = []
    for name in SectionName:
        values = _values(content, name, fields)
        rows = [
            {"label": label, "value": value}
            for path, (label, value) in values.items()
            if value and path not in ELSEWHERE and not path.startswith(SURCHARGES)
        ]
        if rows:
            told.append({"title": str(name.label), "rows": rows})
    return told


def _values(
    content: Content, name: SectionName, fields: dict[str, Field]
) -> dict[str, tuple[str, str]]:
    """Label and value of each path of a section, fields in their order, then what is left."""
    stored = content["sections"].get(name, {})
    found = {}
    for path, field in fields.items():
        if field.section == name:
            value = content[field.column] if field.column else stored.get(field.code)
            found[path] = (str(field.label), in_words(field, value))
    for code in sorted(set(stored) - {field.code for field in fields.values()}):
        found |= _left(f"{name}.{code}", code, stored[code])
    return found


def _left(path: str, code: str, value: Any) -> dict[str, tuple[str, str]]:
    """What no field is for: surcharges in words, a text or number as it is, nothing else."""
    if path == SURCHARGES:
        paid = sorted((value or {}).items())
        return {f"{path}.{each}": (surcharge_label(each), amount(cost)) for each, cost in paid}
    return {} if isinstance(value, dict | list) else {path: (code, str(value))}


def in_words(field: Field, value: Any) -> str:
    """A value as a document writes it: days in full."""
    if value in (None, ""):
        return ""
    if field.type == "date":
        return shown_day(date.fromisoformat(value))
    return field.shown(value)


def conditions(content: Content) -> list[str]:
    """The special conditions, a paragraph each."""
    text = content["sections"].get(SectionName.PRICES, {}).get("conditions")
    return [part for part in str(text or "").splitlines() if part.strip()]


def contacts(content: Content) -> list[dict[str, str]]:
    """Whom a technician calls."""
    sites = content["sections"].get(SectionName.SITES, {})
    pairs = (
        (_("On site"), sites.get("contact_name"), sites.get("contact_mobile")),
        (_("At the old place"), sites.get("old_contact_name"), sites.get("old_contact_mobile")),
    )
    return [
        {"role": role, "name": str(name), "phone": shown(str(phone)) if phone else ""}
        for role, name, phone in pairs
        if name
    ]
