"""What the months cost in which prices change, and the days on which two places work (rule 24)."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from macd.vocabulary import Action, Decision
from services.prices import pro_rata

Told = Mapping[str, Any]
Days = Mapping[int, date]
NO_DAYS: Days = {}
# A stop that is the other half of a start elsewhere.
PAIRED = frozenset({Decision.MOVE.value, Decision.REPLACE.value})


@dataclass(frozen=True, slots=True)
class FirstMonth:
    """The difference of the months that are not whole; an estimate until the actual days."""

    from_on: date
    until_on: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Overlap:
    """The days on which a moved service works at both places, and what the second one costs."""

    from_on: date
    until_on: date
    amount: Decimal

    @property
    def days(self) -> int:
        """How many days."""
        return (self.until_on - self.from_on).days + 1


def day_in(content: Told, told: Told, *, stops_on: date | None = None) -> date | None:
    """From which day an item counts, as things stand: the promised day before the wanted one.

    ``stops_on`` is the first day without service where notice decides on it. The old place of a
    move stops so many days after the new one works as was agreed, whatever day is promised.
    """
    if told["action"] == Action.DELETE and not told["decision"] and stops_on:
        return stops_on
    own, promised = told["requested_on"] or content["requested_on"], content["committed_on"]
    if not promised:
        return date.fromisoformat(own) if own else None
    return date.fromisoformat(promised) + _stops_after(content, told)


def _stops_after(content: Told, told: Told) -> timedelta:
    """How long after the new place works the old one stops, as it was agreed; else nothing."""
    wanted, own = content["requested_on"], told["requested_on"] or content["requested_on"]
    if not _stops_there(told) or not wanted:
        return timedelta(0)
    return date.fromisoformat(own) - date.fromisoformat(wanted)


def _stops_there(told: Told) -> bool:
    return told["action"] == Action.DELETE and told["decision"] in PAIRED


def _days(content: Told, *, stops_on: date | None, actual: Days) -> dict[int, date | None]:
    """From which day each item counts: the actual one where it is known, else as things stand.

    What works at its new place since a day that is known stops at the old one so many days later.
    """
    there = {
        told["service"]: actual[told["number"]]
        for told in content["lines"]
        if told["action"] == Action.ADD and told["decision"] in PAIRED and told["number"] in actual
    }
    found: dict[int, date | None] = {}
    for told in content["lines"]:
        day = actual.get(told["number"])
        if day is None and _stops_there(told) and told["service"] in there:
            day = there[told["service"]] + _stops_after(content, told)
        found[told["number"]] = day or day_in(content, told, stops_on=stops_on)
    return found


def first_month_in(
    content: Told, *, stops_on: date | None = None, actual: Days = NO_DAYS
) -> FirstMonth | None:
    """What the items cost more or less in the months within which one of them changes.

    Each item counts from its own day, the whole month where that is the first. None where nothing
    changes within a month. Each item is rounded by itself (decisions.md 29). ``actual`` are the
    days, by number, on which items were delivered: from those they are billed (rule 24).
    """
    days = _days(content, stops_on=stops_on, actual=actual)
    parts = [
        (day, difference)
        for told in content["lines"]
        if (difference := _difference(told)) and (day := days[told["number"]])
    ]
    within = [day for day, _amount in parts if day.day != 1]
    if not within:
        return None
    first, last = min(within).replace(day=1), _last_of_month(max(within))
    counted = [(day, amount) for day, amount in parts if first <= day <= last]
    return FirstMonth(
        from_on=min(day for day, _amount in counted),
        until_on=last,
        amount=sum((_until(amount, day, last) for day, amount in counted), Decimal(0)),
    )


def overlap_in(content: Told, *, actual: Days = NO_DAYS) -> Overlap | None:
    """The days on which both places of a move work and are billed; None where there are none.

    ``actual`` as for the first month.
    """
    days = _days(content, stops_on=None, actual=actual)
    starts = {
        told["service"]: days[told["number"]]
        for told in content["lines"]
        if told["action"] == Action.ADD and told["decision"] in PAIRED
    }
    found: list[tuple[date, date, Decimal]] = []
    for told in content["lines"]:
        start, stop = starts.get(told["service"]), days[told["number"]]
        if told["action"] == Action.DELETE and start and stop and stop > start:
            price = Decimal(told["price_before"] or 0)
            last = _last_of_month(stop)
            twice = _until(price, start, last) - _until(price, stop, last)
            found.append((start, stop, twice))
    if not found:
        return None
    return Overlap(
        from_on=min(start for start, _stop, _twice in found),
        until_on=max(stop for _start, stop, _twice in found) - timedelta(days=1),
        amount=sum((twice for _start, _stop, twice in found), Decimal(0)),
    )


def _until(amount: Decimal, day: date, last: date) -> Decimal:
    """What a monthly amount comes to from a day up to the last of some month."""
    total = pro_rata(amount, first_on=day)
    while (until := _last_of_month(day)) < last:
        day = until + timedelta(days=1)
        total += pro_rata(amount, first_on=day)
    return total


def _difference(told: Told) -> Decimal:
    if told["action"] == Action.NO_CHANGE:
        return Decimal(0)
    return Decimal(told["price_after"] or 0) - Decimal(told["price_before"] or 0)


def _last_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
