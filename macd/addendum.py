"""What an amendment makes of each item that was signed: old → new, in words (rule 19)."""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.dates import date_format
from macd.amendments import family
from macd.models import Document, Line
from macd.plan import planned_for
from macd.vocabulary import Action, LineStatus
from macd.wording import Row, decision_in_words, line_title, port_rows
from services.configuration import characteristics_of
from services.numbers import shown_span


def replaced_by(amendment: Document) -> dict[int, Line]:
    """The signed line that each line of an amendment takes the place of, by the new number.

    The newest one before it: an item may have been amended before.
    """
    if amendment.root_id is None:
        return {}
    earlier = [each.pk for each in family(amendment) if each.pk < amendment.pk and each.signed_at]
    signed = (
        Line.objects.filter(document__in=earlier)
        .exclude(status=LineStatus.WITHDRAWN)
        .select_related("document", "service", "offering_version__offering", "place_to")
        .order_by("document")
    )
    found: dict[int, Line] = {}
    for old in signed:
        for new in amendment.lines.all():
            same_service = old.service_id is not None and old.service_id == new.service_id
            if old.number == new.number or (same_service and old.action == new.action):
                found[new.number] = old
    return found


def changes_of(amendment: Document) -> list[dict[str, Any]]:
    """Each item with what was signed of it and what it becomes; items without either stay out."""
    if amendment.root_id is None:
        return []
    replaced = replaced_by(amendment)
    told = []
    for line in sorted(amendment.lines.all(), key=lambda line: line.number):
        old = replaced.get(line.number)
        rows = rows_between(old, line, amendment)
        if rows:
            told.append({"number": line.number, "name": line_title(line), "rows": rows})
    return told


def rows_between(old: Line | None, new: Line, amendment: Document) -> list[Row]:
    """What differs between an item as it was signed and as the amendment wants it."""
    before = _told(old, old.document) if old else {}
    after = _told(new, amendment)
    return [
        Row(label, before.get(label, ""), after.get(label, ""))
        for label in dict.fromkeys([*before, *after])
        if before.get(label, "") != after.get(label, "")
    ]


def _told(line: Line, document: Document) -> dict[str, str]:
    """Everything that both sides agree on about an item, by its label."""
    told = {
        _("What happens"): str(line.get_decision_display() or line.get_action_display()),
        _("Service"): line.offering_version.name,
        _("Office"): str(line.place_to) if line.place_to else "",
        _("Quantity"): str(line.quantity),
        _("Wanted from"): _day(line.requested_on or document.requested_on),
        _("Promised for"): _day(line.committed_on or _planned(line, document)),
        _("Until"): _day(line.until_on),
    }
    if line.action != Action.DELETE:
        known = characteristics_of(line.offering_version)
        for code, value in line.desired.items():
            if code in known:
                told[known[code].name] = "" if value in (None, "") else known[code].show(value)
    for number, action in line.number_actions.items():
        span = shown_span(number, int(line.number_details.get(number, {}).get("size") or 1))
        told[_("Number %(number)s") % {"number": span}] = decision_in_words(
            action, line.number_details.get(number, {})
        )
    told |= {row.label: row.after for row in port_rows(line.port_in)}
    told[_("Per month")] = _money(line.price_after)
    told[_("Once")] = _money(line.price_once)
    return told


def _planned(line: Line, document: Document) -> date | None:
    """The day it will be promised for, where the document promises one."""
    if document.committed_on is None:
        return None
    return planned_for(line, document, on=day_of(document.updated_at))


def _day(day: Any) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""


def _money(amount: Decimal | None) -> str:
    if amount is None:
        return ""
    return f"€ {number_format(amount, decimal_pos=2, use_l10n=True, force_grouping=True)}"


def addendum_of(document: Document) -> dict[str, Any] | None:
    """What an amendment's file prints of it: the signed version it changes, each item old → new."""
    if document.root is None:
        return None
    return {
        "number": document.root.number,
        "version": document.root.version,
        "content_hash": document.root.content_hash,
        "changes": [
            {**each, "rows": [asdict(row) for row in each["rows"]]} for each in changes_of(document)
        ],
    }
