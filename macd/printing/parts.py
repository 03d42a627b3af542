"""The items of a content, a part for each office, and the overview of their prices."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from macd.firstmonth import day_in, first_month_in, overlap_in
from macd.kinds import rules_for
from macd.kinds.urgency import surcharge_label
from macd.models import Document
from macd.printing.details import contacts
from macd.printing.parties import shown_day
from macd.vocabulary import Action, Decision
from macd.wording import place_lines, rows_in, title_in
from services.parameters import parameter

Told = dict[str, Any]
PRICES = ("price_before", "price_after", "price_once")


def offices(document: Document, content: Told) -> list[dict[str, Any]]:
    """One part per office: the new one of a move carries what starts there.

    What is not tied to an office has a part of its own, wherever the request was started.
    """
    stop = _stop_day(document, content)
    parts: dict[str, dict[str, Any]] = {}
    for pair in pairs(content["lines"]):
        told = pair[-1]
        place = told["place_to"] or told["place_from"]
        part = parts.setdefault(place["code"] if place else "", _part(place, content))
        came_from = told["place_from"]
        if told["decision"] and came_from and place and came_from["code"] != place["code"]:
            part["from"] = [f"{came_from['name']} · {came_from['code']}", *place_lines(came_from)]
        part["lines"].append(_item(pair, content, stop))
    return list(parts.values())


def _part(place: Told | None, content: Told) -> dict[str, Any]:
    return {
        "title": place["name"] if place else _("Not tied to an office"),
        "code": place["code"] if place else "",
        "from": None,
        "to": place_lines(place) if place else None,
        "contacts": contacts(content),
        "lines": [],
    }


def pairs(lines: Iterable[Told]) -> list[list[Told]]:
    """The lines by what a reader takes for one item: a moved service's stop goes with its start."""
    told = list(lines)
    starts = {line["service"] for line in told if line["decision"] and line["action"] == Action.ADD}
    stops = {
        line["service"]: line
        for line in told
        if line["decision"] and line["action"] == Action.DELETE and line["service"] in starts
    }
    together = []
    for line in told:
        if line["action"] == Action.DELETE and stops.get(line["service"]) is line:
            continue
        begins = line["action"] == Action.ADD and line["decision"]
        stop = stops.get(line["service"]) if begins else None
        together.append([stop, line] if stop else [line])
    return together


def _item(pair: list[Told], content: Told, stop: date | None) -> dict[str, Any]:
    told = pair[-1]
    return {
        "number": number_of(pair),
        "service_id": told["service"] or "",
        "name": title_in(told),
        "action": told["action"],
        "action_name": action_name(pair),
        "differences": [
            {"label": row.label, "before": row.before, "after": row.after}
            for row in (row for line in reversed(pair) for row in _rows(line, alone=line is told))
        ],
        "unchanged": _unchanged(told),
        "quantity_before": pair[0]["quantity_before"],
        "quantity_after": 0 if told["action"] == Action.DELETE else told["quantity"],
        "dates": _dates(pair, content, stop),
        "terms": _terms(told),
        "numbers": [],
        **_prices(pair),
        "note": _return_instruction(pair, content, stop),
    }


def _return_instruction(pair: list[Told], content: Told, stop: date | None) -> str:
    """Where rented devices go, and until when (rule 53)."""
    if not any(told.get("returns") for told in pair):
        return ""
    facts = {"address": settings.PROVIDER_RETURN_ADDRESS}
    received = content["received_on"]
    last = stop - timedelta(days=1) if stop else None
    if last is None or received is None:
        text = _("The rented devices go back to %(address)s after the last day with service.")
        return text % facts
    days = int(parameter("hardware_return_days", on=date.fromisoformat(received)))
    until = shown_day(last + timedelta(days=days))
    text = _("The rented devices go back to %(address)s, by %(day)s at the latest.")
    return text % {**facts, "day": until}


def _rows(told: Told, *, alone: bool) -> list[Any]:
    """What a line changes; of a moved service's stop only what its start does not tell."""
    if alone:
        return rows_in(told)
    return rows_in({**told, "decision": "", "action": Action.NO_CHANGE})


def number_of(pair: list[Told]) -> str:
    """The numbers of an item's lines."""
    return " · ".join(str(told["number"]) for told in pair)


def action_name(pair: list[Told]) -> str:
    """What becomes of the service, in a word."""
    words = {
        Decision.MOVE.value: pgettext("item", "Moves"),
        Decision.REPLACE.value: pgettext("item", "Is replaced"),
    }
    told = pair[-1]
    if len(pair) > 1 and told["decision"] in words:
        return words[told["decision"]]
    return str(Action(told["action"]).label)


def _unchanged(told: Told) -> list[dict[str, str]]:
    """The settings that stay, or that stop with the service."""
    stops = told["action"] == Action.DELETE
    return [
        {"label": each["name"], "value": each["before"]}
        for each in told["settings"]
        if each["before"]
        and (stops or told["current"].get(each["code"]) == told["desired"].get(each["code"]))
    ]


def _terms(told: Told) -> list[dict[str, str]]:
    known = (
        (_("Catalogue"), _catalogue(told)),
        (_("Agreement"), told["agreement"]),
        (_("Billing account"), told["billing_account"]),
    )
    return [{"label": label, "value": value} for label, value in known if value]


def _catalogue(told: Told) -> str:
    """What the service is in the catalogue, by code and version."""
    entries = [told["current_offering"], told["offering"]]
    codes = [f"{each['code']} v{each['version']}" for each in entries if each]
    return " → ".join(dict.fromkeys(codes))


def _dates(pair: list[Told], content: Told, stop: date | None) -> list[dict[str, Any]]:
    told = pair[-1]
    starts, stops = (day_in(content, each) for each in (told, pair[0]))
    days = [
        (_("Wanted from"), told["requested_on"] or content["requested_on"]),
        (_("Promised for"), content["committed_on"]),
        (_("Stops at the old place"), stops.isoformat() if stops and stops != starts else None),
        (_("Until"), told["until_on"]),
    ]
    if told["action"] == Action.NO_CHANGE:
        return []
    if told["action"] == Action.DELETE and not told["decision"] and stop:
        # The day with which it stops is the first without it (decisions.md 28).
        days.append((_("Last day with service"), (stop - timedelta(days=1)).isoformat()))
    return [{"label": label, "value": day} for label, day in days if day]


def _stop_day(document: Document, content: Told) -> date | None:
    """The first day without service where notice decides on it (rule 49)."""
    received = content["received_on"]
    if received is None:
        return None
    rules = rules_for(document.kind)
    stop = rules.effective_on(document, on=date.fromisoformat(received))
    promised = content["committed_on"]
    return max(stop, date.fromisoformat(promised)) if stop and promised else stop


def _prices(pair: list[Told]) -> dict[str, str | None]:
    """An item's prices: those of its lines together."""
    found: dict[str, str | None] = {}
    for price in PRICES:
        amounts = [Decimal(told[price]) for told in pair if told[price] is not None]
        found[price] = str(sum(amounts, Decimal(0))) if amounts else None
    return found


def overview(document: Document, content: Told) -> dict[str, Any]:
    """Every item with its prices, the totals that were agreed, and the first month in part."""
    rows = []
    for pair in pairs(content["lines"]):
        prices = _prices(pair)
        rows.append(
            {
                "line": number_of(pair),
                "name": f"{title_in(pair[-1])} · {action_name(pair)}",
                "before": prices["price_before"],
                "after": prices["price_after"],
                "once": prices["price_once"],
            }
        )
    paid = content["sections"].get("prices", {}).get("surcharges") or {}
    rows += [
        {
            "line": "",
            "name": surcharge_label(code),
            "before": "0.00",
            "after": "0.00",
            "once": str(Decimal(amount).quantize(Decimal("0.01"))),
        }
        for code, amount in sorted(paid.items())
    ]
    first = first_month_in(content, stops_on=_stop_day(document, content))
    month = (
        {
            "from": first.from_on.isoformat(),
            "until": first.until_on.isoformat(),
            "amount": str(first.amount),
        }
        if first
        else None
    )
    both = overlap_in(content)
    overlap = (
        {
            "from": both.from_on.isoformat(),
            "until": both.until_on.isoformat(),
            "amount": str(both.amount),
        }
        if both
        else None
    )
    return {
        "rows": rows,
        **content["totals"],
        "currency": "EUR",
        "overlap": overlap,
        "first_month": month,
    }
