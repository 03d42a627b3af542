"""What the month costs in which prices change: the days that are left of it (rule 24)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from macd.vocabulary import Action
from services.prices import pro_rata

Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FirstMonth:
    """The difference of the months that are not whole; an estimate until the actual days."""

    from_on: date
    until_on: date
    amount: Decimal


def first_month_in(content: Told, *, stops_on: date | None = None) -> FirstMonth | None:
    """The part of a month that the items of a content cost more or less, each on its own day.

    ``stops_on`` is the first day without service where notice decides on it. None where nothing
    changes within a month. Each item is rounded by itself (decisions.md 29).
    """
    parts = [
        (day, difference)
        for told in content["lines"]
        if (difference := _difference(told)) and (day := _day(content, told, stops_on))
    ]
    within = [(day, difference) for day, difference in parts if day.day != 1]
    if not within:
        return None
    return FirstMonth(
        from_on=min(day for day, _amount in within),
        until_on=max(_last_of_month(day) for day, _amount in within),
        amount=_together(within),
    )


def _together(parts: Iterable[tuple[date, Decimal]]) -> Decimal:
    return sum((pro_rata(amount, first_on=day) for day, amount in parts), Decimal(0))


def _difference(told: Told) -> Decimal:
    if told["action"] == Action.NO_CHANGE:
        return Decimal(0)
    return Decimal(told["price_after"] or 0) - Decimal(told["price_before"] or 0)


def _day(content: Told, told: Told, stops_on: date | None) -> date | None:
    """From which day an item counts, as things stand."""
    if told["action"] == Action.DELETE and not told["decision"] and stops_on:
        return stops_on
    days = (content["committed_on"], told["requested_on"], content["requested_on"])
    first = next((day for day in days if day), None)
    return date.fromisoformat(first) if first else None


def _last_of_month(day: date) -> date:
    following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return following - timedelta(days=1)
