"""Differences in words: the one list that screen, mail and PDF show as from → to (rule 45)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from macd.models import Line
from macd.vocabulary import Action, Decision, NumberAction
from services.configuration import Characteristic, characteristics_of
from services.models import OfferingVersion
from services.numbers import shown


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that differs, as people read it."""

    label: str
    before: str
    after: str


def rows_of(line: Line) -> list[Row]:
    """What one line changes of its service, in the language that is active."""
    rows = [row for row in (_offering_row(line), _place_row(line), _quantity_row(line)) if row]
    return rows + _configuration_rows(line) + _number_rows(line)


def _offering_row(line: Line) -> Row | None:
    before = line.current_offering_version
    if line.action == Action.ADD and not line.decision:
        return Row(_("Service"), "", line.offering_version.name)
    if line.action == Action.DELETE and not line.decision:
        return Row(_("Service"), line.offering_version.name, _("stops"))
    if before is not None and before.pk != line.offering_version.pk:
        return Row(_("Service"), before.name, line.offering_version.name)
    return None


def _place_row(line: Line) -> Row | None:
    if line.decision == Decision.STOP and line.action == Action.DELETE:
        return Row(_("Service"), line.offering_version.name, _("stops"))
    if not line.decision or line.place_from is None:
        return None
    if line.replaced_by is not None:
        return Row(_("Service"), str(line.service), str(line.replaced_by))
    if line.action == Action.ADD and line.place_to:
        return Row(_("Office"), str(line.place_from), str(line.place_to))
    if line.action == Action.DELETE:
        return Row(_("Office"), str(line.place_from), _("stops there"))
    return None


def _quantity_row(line: Line) -> Row | None:
    if line.action == Action.ADD and line.quantity > 1 and not line.decision:
        return Row(_("Quantity"), "", str(line.quantity))
    if line.action == Action.MODIFY and line.quantity != line.quantity_before:
        return Row(_("Quantity"), str(line.quantity_before), str(line.quantity))
    return None


def _configuration_rows(line: Line) -> list[Row]:
    if line.action not in (Action.ADD, Action.MODIFY):
        return []
    known = dict(_characteristics(line.current_offering_version))
    known.update(_characteristics(line.offering_version))
    before: Mapping[str, Any] = line.current
    return [
        Row(
            known[code].name if code in known else code,
            _shown(known, code, before.get(code)),
            _shown(known, code, line.desired.get(code)),
        )
        for code in dict.fromkeys([*known, *line.desired, *before])
        if before.get(code) != line.desired.get(code)
    ]


def _number_rows(line: Line) -> list[Row]:
    """What becomes of each number (rule 50)."""
    return [
        Row(
            _("Number %(number)s") % {"number": shown(number)},
            "",
            _decided(action, line.number_details.get(number, {})),
        )
        for number, action in sorted(line.number_actions.items())
    ]


def _decided(action: str, details: Mapping[str, Any]) -> str:
    """A decision about a number, with where it goes or why."""
    if not action:
        return _("Not decided yet")
    beside = {
        NumberAction.TRANSFER: details.get("service"),
        NumberAction.FORWARD: shown(details["forward_to"]) if details.get("forward_to") else "",
        NumberAction.NOMADIC: details.get("reason"),
    }.get(NumberAction(action))
    label = str(NumberAction(action).label)
    return f"{label}: {beside}" if beside else label


def _characteristics(version: OfferingVersion | None) -> dict[str, Characteristic]:
    return characteristics_of(version) if version else {}


def _shown(known: Mapping[str, Characteristic], code: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    return known[code].show(value) if code in known else str(value)


def line_title(line: Line) -> str:
    """A line in one breath: the service and what becomes of it."""
    before = line.current_offering_version
    if line.action == Action.MODIFY and before and before.pk != line.offering_version.pk:
        return f"{before.name} → {line.offering_version.name}"
    return line.offering_version.name


def one_per_service(lines: list[Line]) -> list[Line]:
    """The lines without the stops that are the other half of a start elsewhere.

    A moved service is one decision to who reads, whatever pair of lines it makes (domain.md §4).
    """
    started = {line.service_id for line in lines if line.decision and line.action == Action.ADD}
    return [
        line for line in lines if line.action != Action.DELETE or line.service_id not in started
    ]


def in_one_line(lines: list[Line]) -> str:
    """A whole document in one breath, for lists and subjects."""
    shown = one_per_service(lines)
    if not shown:
        return _("No service chosen yet")
    first = line_title(shown[0])
    if len(shown) == 1:
        rows = [row for row in rows_of(shown[0]) if row.before and row.after]
        if rows and " → " not in first and not shown[0].decision:
            subject = "" if rows[0].before == first else f"{first}: "
            return f"{subject}{rows[0].before} → {rows[0].after}"
        return first
    return _("%(first)s and %(more)s more") % {"first": first, "more": len(shown) - 1}


def amount(value: Decimal | str | None) -> str:
    """An amount with two decimals in the language that is active, without its currency."""
    if value is None:
        return ""
    return number_format(Decimal(value), decimal_pos=2, use_l10n=True, force_grouping=True)
