"""The pure heart of the inventory: dated facts about one service fold into periods."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _


class ImpossibleHistory(Exception):
    """The facts contradict each other, such as a change before the start; the text says how."""


@dataclass(frozen=True)
class Fact:
    """One change on one day; ``seq`` orders facts of the same day, ``voids`` undoes another."""

    id: int
    seq: int
    effective_on: date
    change: dict[str, Any]
    voids: int | None = None


@dataclass(frozen=True)
class State:
    """What a service is; ``recurring_price`` per unit and month, excl. VAT."""

    offering_version_id: int
    office_id: int | None
    configuration: dict[str, Any]
    quantity: int
    recurring_price: Decimal
    status: str = "active"

    def as_fields(self) -> dict[str, Any]:
        """The state as the fields of a stored period."""
        return dict(vars(self))


@dataclass(frozen=True)
class Period:
    """A state from ``starts_on`` until ``ends_on``, the first day without it (None: no end)."""

    starts_on: date
    ends_on: date | None
    state: State
    entry_id: int


def fold_facts(facts: Iterable[Fact]) -> list[Period]:
    """The periods that facts about one service amount to, in order, never overlapping.

    Facts apply by effective day, then by seq; of several on one day the state after the last
    counts. A fact voided by a fact that is itself in force does not apply, and a note changes
    nothing.
    Raises ImpossibleHistory where no history can be like that.
    """
    periods: list[Period] = []
    state: State | None = None
    for fact in _in_force(facts):
        if "note" in fact.change:
            continue
        try:
            state = _apply(state, fact.change)
        except (KeyError, TypeError, ValueError, InvalidOperation) as error:
            text = _("Entry %(seq)s cannot be read: %(error)r") % {"seq": fact.seq, "error": error}
            raise ImpossibleHistory(text) from error
        except ImpossibleHistory as error:
            raise ImpossibleHistory(f"{fact.effective_on}: {error}") from error
        _end_open_period(periods, fact.effective_on)
        if state is not None:
            periods.append(Period(fact.effective_on, None, state, fact.id))
    return periods


def _end_open_period(periods: list[Period], on: date) -> None:
    """Close the last period at ``on``; one that began that very day leaves no trace."""
    if not periods or periods[-1].ends_on is not None:
        return
    last = periods.pop()
    if last.starts_on < on:
        periods.append(replace(last, ends_on=on))


def _in_force(facts: Iterable[Fact]) -> list[Fact]:
    """The facts that apply, in the order in which they do."""
    voided: set[int] = set()
    kept = []
    for fact in sorted(facts, key=lambda fact: fact.seq, reverse=True):
        if fact.id in voided:
            continue
        if fact.voids is not None:
            voided.add(fact.voids)
        if fact.change:
            kept.append(fact)
    return sorted(kept, key=lambda fact: (fact.effective_on, fact.seq))


def _apply(state: State | None, change: dict[str, Any]) -> State | None:
    [(verb, values)] = change.items()
    if verb == "install":
        if state is not None:
            raise ImpossibleHistory(_("the service is installed already"))
        return _installed(values)
    if state is None:
        raise ImpossibleHistory(_("the service is not installed"))
    if verb == "set":
        return _changed(state, values)
    if verb == "cease":
        return None
    if verb in ("suspend", "resume"):
        return replace(state, status="suspended" if verb == "suspend" else "active")
    raise ValueError(verb)


def _installed(values: dict[str, Any]) -> State:
    return State(
        offering_version_id=int(values["offering_version_id"]),
        office_id=values.get("office_id"),
        configuration=_without_none(values.get("configuration") or {}),
        quantity=_quantity(values.get("quantity", 1)),
        recurring_price=_price(values["recurring_price"]),
    )


def _changed(state: State, values: dict[str, Any]) -> State:
    changed: dict[str, Any] = {}
    for field, value in values.items():
        if field == "configuration":
            changed[field] = _without_none({**state.configuration, **value})
        elif field == "recurring_price":
            changed[field] = _price(value)
        elif field == "quantity":
            changed[field] = _quantity(value)
        elif field in ("offering_version_id", "office_id"):
            changed[field] = value
        else:
            raise ValueError(field)
    return replace(state, **changed)


def _without_none(configuration: dict[str, Any]) -> dict[str, Any]:
    return {code: value for code, value in configuration.items() if value is not None}


def _price(value: object) -> Decimal:
    """Prices travel as strings; a float would bring its rounding along."""
    if isinstance(value, float):
        raise TypeError("a price is a string")
    return Decimal(str(value)).quantize(Decimal("0.0001"))


def _quantity(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError("a quantity is a whole number of at least 1")
    return value
