"""Two contents of one document, and what differs between them in words."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from macd.content import settings_known
from macd.difference import differences
from macd.labels import labelled
from macd.models import Document
from macd.printing.details import values_in
from macd.printing.parties import day_in_words, last_day_before
from macd.wording import Row, amount, place_name, rows_in, title_in
from services.configuration import Characteristic

Told = dict[str, Any]


def changes_between(before: Told, after: Told) -> list[Row]:
    """What differs from one content to another of the same document, in the active language.

    Everything that both sides read is told with its label; where only codes differ that no label
    is for, the place is named, so that two different contents never look the same.
    """
    rows = [
        *_values(before, after),
        *_places(before, after),
        *_lines(before, after),
        *_agreements(before, after),
        *_totals(before, after),
    ]
    if rows:
        return rows
    return [
        Row(each.path, _code(each.before), _code(each.after)) for each in differences(before, after)
    ]


def changes_on_screen(document: Document, before: Told, after: Told) -> list[Row]:
    """The same for who reads a page of it: settings too are in the active language.

    Paper keeps the words of the document's language that stand in its content.
    """
    known = {line.number: settings_known(line) for line in document.lines.all()}
    return changes_between(_spoken(before, known), _spoken(after, known))


def _spoken(content: Told, known: dict[int, dict[str, Characteristic]]) -> Told:
    """The content with its settings in the active language, where the catalogue has them."""
    lines = [_line_spoken(told, known.get(told["number"], {})) for told in content["lines"]]
    return {**content, "lines": lines}


def _line_spoken(told: Told, known: dict[str, Characteristic]) -> Told:
    settings = [
        {
            "code": each["code"],
            "name": known[each["code"]].name,
            "before": known[each["code"]].show(told["current"].get(each["code"])),
            "after": known[each["code"]].show(told["desired"].get(each["code"])),
        }
        if each["code"] in known
        else each
        for each in told["settings"]
    ]
    return {**told, "settings": settings}


def _code(value: Any) -> str:
    return "" if value is None else str(value)


def _values(before: Told, after: Told) -> Iterator[Row]:
    """Every field of the sections, by its label."""
    old, new = values_in(before), values_in(after)
    for path in dict.fromkeys((*new, *old)):
        (label, was), (_label, becomes) = old.get(path, ("", "")), new.get(path, ("", ""))
        if was != becomes:
            yield Row(_label or label, was, becomes)


def _places(before: Told, after: Told) -> Iterator[Row]:
    for key, label in (("office", _("Office")), ("to_office", _("New office"))):
        was, becomes = (_place(content[key]) for content in (before, after))
        if was != becomes:
            yield Row(label, was, becomes)


def _place(place: Told | None) -> str:
    if place is None:
        return ""
    address = [str(part) for part in place["address"].values() if part]
    return f"{place_name(place)} ({', '.join(address)})"


def _lines(before: Told, after: Told) -> Iterator[Row]:
    """Items that came, went or became other ones."""
    old = {told["number"]: told for told in before["lines"]}
    new = {told["number"]: told for told in after["lines"]}
    for number in sorted({*old, *new}):
        label = _("Item %(number)s") % {"number": number}
        if number not in new:
            yield Row(label, title_in(old[number]), "")
        elif number not in old:
            yield Row(label, "", title_in(new[number]))
        else:
            yield from _line(label, old[number], new[number])


def _line(label: str, was: Told, becomes: Told) -> Iterator[Row]:
    """What one item says now that it did not say before."""
    old, new = _said(was), _said(becomes)
    for name in dict.fromkeys((*new, *old)):
        if old.get(name, "") != new.get(name, ""):
            yield Row(labelled(label, name), old.get(name, ""), new.get(name, ""))


def _said(told: Told) -> dict[str, str]:
    """What an item says, by what it is about."""
    said = {each["name"]: each["after"] or each["before"] for each in told["settings"]}
    said |= {_("Service"): title_in(told), _("Quantity"): str(told["quantity"])}
    said |= {row.label: row.after for row in rows_in(told) if row.label not in said}
    said |= {
        _("Per month now"): amount(told["price_before"]),
        _("Per month after"): amount(told["price_after"]),
        _("Once"): amount(told["price_once"]),
        _("Agreement"): told["agreement"] or "",
        _("Billing account"): told["billing_account"] or "",
        _("Wanted from"): day_in_words(told["requested_on"]),
        _("Until"): day_in_words(told["until_on"]),
    }
    return said


def _agreements(before: Told, after: Told) -> Iterator[Row]:
    old = {told["number"]: told["end"] for told in before["agreements"]}
    new = {told["number"]: told["end"] for told in after["agreements"]}
    for number in sorted({*old, *new}):
        if old.get(number, "") != new.get(number, ""):
            label = _("Agreement %(number)s") % {"number": number}
            yield Row(label, _term(old, number), _term(new, number))


def _term(ends: dict[str, str | None], number: str) -> str:
    if number not in ends:
        return ""
    return day_in_words(last_day_before(ends[number])) or _("No end date")


def _totals(before: Told, after: Told) -> Iterator[Row]:
    for code, label in (
        ("monthly_after", _("Per month after")),
        ("monthly_difference", _("Difference per month")),
        ("once", _("Once")),
    ):
        was, becomes = before["totals"][code], after["totals"][code]
        if was != becomes:
            yield Row(label, amount(was), amount(becomes))
