"""Differences in words: the one list that screen, mail and PDF show as from → to (rule 45)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from macd.content import line_content, ordered_lines
from macd.fieldwork import held_reason
from macd.labels import labelled
from macd.models import Document, Line
from macd.vocabulary import Action, Decision, NumberAction, Status
from services.numbers import shown, shown_span


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that differs, as people read it."""

    label: str
    before: str
    after: str


Told = Mapping[str, Any]


def rows_of(line: Line) -> list[Row]:
    """What one line changes of its service, in the language that is active."""
    return rows_in(line_content(line, (get_language() or "en")[:2]))


def rows_in(told: Told) -> list[Row]:
    """What one item of a content changes of its service: the one difference that is shown.

    Its own names are in the content's language, the words around them in the active one.
    """
    rows = [row for row in (_offering_row(told), _place_row(told), _quantity_row(told)) if row]
    return (
        rows
        + _configuration_rows(told)
        + _number_rows(told)
        + port_rows(told.get("port_in") or {})
        + _return_rows(told)
    )


def _offering_row(told: Told) -> Row | None:
    before, after = told["current_offering"], told["offering"]
    if told["action"] == Action.ADD and not told["decision"]:
        return Row(_("Service"), "", after["name"])
    if told["action"] == Action.DELETE and not told["decision"]:
        return Row(_("Service"), after["name"], _("stops"))
    if before is not None and before != after:
        return Row(_("Service"), before["name"], after["name"])
    return None


def _place_row(told: Told) -> Row | None:
    if told["decision"] == Decision.STOP and told["action"] == Action.DELETE:
        return Row(_("Service"), told["offering"]["name"], _("stops"))
    if not told["decision"] or told["place_from"] is None:
        return None
    if told["replaced_by"]:
        return Row(_("Service"), told["service"], told["replaced_by"])
    if told["action"] == Action.ADD and told["place_to"]:
        return Row(_("Office"), place_name(told["place_from"]), place_name(told["place_to"]))
    if told["action"] == Action.DELETE:
        return Row(_("Office"), place_name(told["place_from"]), _("stops there"))
    return None


def place_name(place: Told) -> str:
    """An office of a content as it is called."""
    return f"{place['name']}, {place['address']['municipality']}"


def place_lines(place: Told) -> list[str]:
    """An office of a content as its address is written on a letter, box and floor apart."""
    at = place["address"]
    box = f" {_('box')} {at['box']}" if at["box"] else ""
    lines = [f"{at['street']} {at['number']}{box}", at["floor"]]
    lines += [
        f"{at['postcode']} {at['municipality']}",
        "" if at["country"] == "BE" else at["country"],
    ]
    return [line for line in lines if line]


def _quantity_row(told: Told) -> Row | None:
    before, after = told["quantity_before"], told["quantity"]
    if told["action"] == Action.ADD and after > 1 and not told["decision"]:
        return Row(_("Quantity"), "", str(after))
    if told["action"] == Action.MODIFY and after != before:
        return Row(_("Quantity"), "" if before is None else str(before), str(after))
    return None


def _configuration_rows(told: Told) -> list[Row]:
    if told["action"] not in (Action.ADD, Action.MODIFY):
        return []
    return [
        Row(each["name"], each["before"], each["after"])
        for each in told["settings"]
        if told["current"].get(each["code"]) != told["desired"].get(each["code"])
    ]


def _number_rows(told: Told) -> list[Row]:
    """What becomes of each number (rule 50)."""
    return [
        Row(
            _("Number %(number)s") % {"number": shown_span(number, _size(told, number))},
            _("in use"),
            decision_in_words(action, told["number_details"].get(number, {})),
        )
        for number, action in sorted(told["numbers"].items())
    ]


def _size(told: Told, number: str) -> int:
    return int(told["number_details"].get(number, {}).get("size") or 1)


def port_rows(port: Told) -> list[Row]:
    """The numbers that come from another operator, and what it asks to let them go (rule 41)."""
    spans = ", ".join(
        shown_span(e164, n) for e164, n in sorted((port.get("numbers") or {}).items())
    )
    said = (
        (_("Numbers taken over"), spans),
        (_("Other operator"), port.get("operator")),
        (_("Customer number there"), port.get("account")),
        (_("Used away from their zone, because"), port.get("reason")),
    )
    return [Row(label, "", str(value)) for label, value in said if value]


def _return_rows(told: Told) -> list[Row]:
    """The rented devices that go back (rule 53)."""
    return [
        Row(_("To send back"), "", device_in_words(device)) for device in told.get("returns") or ()
    ]


def device_in_words(device: Mapping[str, str]) -> str:
    """A device with its serial number."""
    if not device["serial"]:
        return device["name"]
    return _("%(device)s, serial number %(serial)s") % {
        "device": device["name"],
        "serial": device["serial"],
    }


def decision_in_words(action: str, details: Mapping[str, Any]) -> str:
    """A decision about a number, with where it goes or why."""
    if not action:
        return _("Not decided yet")
    beside = {
        NumberAction.TRANSFER: details.get("service"),
        NumberAction.FORWARD: shown(details["forward_to"]) if details.get("forward_to") else "",
        NumberAction.NOMADIC: details.get("reason"),
    }.get(NumberAction(action))
    label = str(NumberAction(action).label)
    return labelled(label, str(beside)) if beside else label


def line_title(line: Line) -> str:
    """A line in one breath: the service and what becomes of it."""
    before = line.current_offering_version
    if line.action == Action.MODIFY and before and before.pk != line.offering_version.pk:
        return f"{before.name} → {line.offering_version.name}"
    return line.offering_version.name


def title_in(told: Told) -> str:
    """The same of an item of a content, in the content's language."""
    before, after = told["current_offering"], told["offering"]
    if told["action"] == Action.MODIFY and before and before != after:
        return f"{before['name']} → {after['name']}"
    return str(after["name"])


def one_per_service(lines: list[Line]) -> list[Line]:
    """The lines without the stops that are the other half of a start elsewhere.

    A moved service is one decision to who reads, whatever pair of lines it makes (domain.md §4).
    """
    started = {line.service_id for line in lines if line.decision and line.action == Action.ADD}
    return [
        line for line in lines if line.action != Action.DELETE or line.service_id not in started
    ]


def title_of(document: Document, lines: list[Line] | None = None) -> str:
    """A document in one breath, for headings, lists and subjects: a move from where to where.

    Of all its lines, or of some. It comes with both offices.
    """
    said = in_one_line(ordered_lines(document) if lines is None else lines)
    way = _way(document)
    return labelled(way, said) if way else said


def _way(document: Document) -> str:
    """From where to where a document moves; empty for one that moves nothing."""
    if document.to_office is None or document.office is None:
        return ""
    if document.office_id == document.to_office_id:
        return _("Within %(office)s") % {"office": document.office.name}
    return f"{document.office.name} → {document.to_office.name}"


def in_one_line(lines: list[Line]) -> str:
    """What some lines do in one breath."""
    shown = one_per_service(lines)
    if not shown:
        return _("No service chosen yet")
    first = line_title(shown[0])
    if len(shown) == 1:
        rows = [row for row in rows_of(shown[0]) if row.before and row.after]
        if rows and " → " not in first and not shown[0].decision:
            changes = f"{rows[0].before} → {rows[0].after}"
            return changes if rows[0].before == first else labelled(first, changes)
        return first
    more = len(shown) - 1
    text = ngettext(
        "%(first)s and %(more)s more service", "%(first)s and %(more)s more services", more
    )
    return text % {"first": first, "more": more}


def why_held(code: str, words: str) -> str:
    """Why something waits, in the active language, and what was written beside it as it is."""
    reason = held_reason(code)
    return labelled(reason, words) if reason and words else reason or words


def amount(value: Decimal | str | None) -> str:
    """An amount with two decimals in the language that is active, without its currency."""
    if value is None:
        return ""
    return number_format(Decimal(value), decimal_pos=2, use_l10n=True, force_grouping=True)


# The labels of statuses speak to the customer; these are the same for who reads at the provider.
STATUS_FOR_STAFF: dict[Status, Any] = {
    Status.AWAITING_COMPANY: gettext_lazy("Waiting inside the company"),
    Status.SUBMITTED: gettext_lazy("Sent, to be taken up"),
    Status.IN_REVIEW: gettext_lazy("Being completed"),
    Status.AWAITING_CUSTOMER: gettext_lazy("Waiting for the customer"),
    Status.AWAITING_SIGNATURE: gettext_lazy("Ready for the customer’s signature"),
    Status.SIGNED: gettext_lazy("Signed, to be planned"),
}


# And for one of several at a customer: who is asked reads it otherwise than the others.
STATUS_IF_YOURS: dict[Status, Any] = {
    Status.AWAITING_COMPANY: gettext_lazy("Waiting for your agreement"),
}
STATUS_IF_A_COLLEAGUES: dict[Status, Any] = {
    Status.IN_REVIEW: gettext_lazy("Being completed"),
    Status.AWAITING_CUSTOMER: gettext_lazy("Waiting for an answer from your company"),
    Status.AWAITING_SIGNATURE: gettext_lazy("Ready to be signed"),
}


def status_in_words(status: str, *, staff: bool, yours: bool = False) -> str:
    """A status as its reader says it: to a customer "your signature", to staff the customer's.

    ``yours``: it waits for the reader.
    """
    known = Status(status)
    if staff:
        return str(STATUS_FOR_STAFF.get(known, known.label))
    others = STATUS_IF_YOURS if yours else STATUS_IF_A_COLLEAGUES
    return str(others.get(known, known.label))
