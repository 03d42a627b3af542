"""The change that makes a service be as it was in truth: what a correction tells the inventory."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from services.fold import State
from services.inventory import fold
from services.models import InventoryEntry, Service

# What these do is all they say: only their day can have been wrong.
DAY_ONLY = frozenset({"cease", "suspend", "resume", "note"})


def verb_of(entry: InventoryEntry | None) -> str:
    """What an entry did; a correction of nothing in particular sets values from a day on."""
    return next(iter(entry.change), "set") if entry is not None else "set"


def state_without(service: Service, entry: InventoryEntry | None, *, on: date) -> State | None:
    """What a service would be on a day had that entry not been recorded."""
    kept = list(service.entries.order_by("seq"))
    if entry is not None:
        kept = [each for each in kept if each.pk != entry.pk]
        if "install" in entry.change:
            return None
    for period in fold(kept):
        if period.starts_on <= on and (period.ends_on is None or on < period.ends_on):
            return period.state
    return None


def restated(
    *,
    service: Service,
    entry: InventoryEntry | None,
    on: date,
    values: Mapping[str, Any],
) -> dict[str, Any]:
    """The change, from ``on``, after which the service is as ``values`` say.

    ``values`` holds office_id, quantity, recurring_price and configuration, each as it was in
    truth. The offering stays the one of the entry. Empty where nothing differs.
    """
    verb = verb_of(entry)
    if entry is not None and verb in DAY_ONLY:
        return dict(entry.change)
    if entry is not None and verb == "install":
        return {"install": {**entry.change["install"], **_stored(values)}}
    before = state_without(service, entry, on=on)
    offering = entry.change["set"].get("offering_version_id") if entry is not None else None
    changed = {"offering_version_id": offering} if offering else {}
    changed |= _differing(before, _stored(values)) if before else _stored(values)
    return {"set": changed} if changed else {}


def _stored(values: Mapping[str, Any]) -> dict[str, Any]:
    """Money travels as text."""
    return {**values, "recurring_price": str(values["recurring_price"])}


def _differing(before: State, values: dict[str, Any]) -> dict[str, Any]:
    differing = {
        name: value
        for name, value in values.items()
        if name != "configuration" and str(getattr(before, name)) != str(value)
    }
    if "recurring_price" in differing and before.recurring_price == Decimal(
        values["recurring_price"]
    ):
        del differing["recurring_price"]
    wanted = {code: value for code, value in values["configuration"].items() if value is not None}
    codes = {*before.configuration, *wanted}
    settings = {
        code: wanted.get(code)
        for code in codes
        if before.configuration.get(code) != wanted.get(code)
    }
    return {**differing, "configuration": settings} if settings else differing
