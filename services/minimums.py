"""What services need at least of what they share: an access, its speed (rule 47)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from services.models import Dependency, DependencyScope

Key = tuple[int | None, str]


@dataclass(frozen=True, slots=True)
class Standing:
    """A service as it is or will be: its offering, place, settings and quantity."""

    service: str
    name: str
    offering_id: int
    office_id: int | None
    configuration: Mapping[str, Any]
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class Shortage:
    """Of a characteristic too little is left at a place for those that rely on it."""

    characteristic: str
    needed: Decimal
    left: Decimal
    office_id: int | None
    offering_ids: frozenset[int]
    relying: tuple[Standing, ...]


def minimums_of(offering_ids: Iterable[int]) -> list[Dependency]:
    """What these offerings need at least, in one query."""
    rows = Dependency.objects.filter(offering__in=list(offering_ids))
    return list(rows.exclude(characteristic=""))


def shortages(
    before: Sequence[Standing], after: Sequence[Standing], rows: Iterable[Dependency]
) -> list[Shortage]:
    """Where there will be less than now, and less than those need together that share it.

    What was too little already is no reason to refuse: only what lowers it is (rule 47).
    """
    needs: dict[Key, dict[str, Decimal]] = defaultdict(dict)
    sources: dict[Key, set[int]] = defaultdict(set)
    relying: dict[Key, dict[str, Standing]] = defaultdict(dict)
    by_offering: dict[int, list[Dependency]] = defaultdict(list)
    for row in rows:
        by_offering[row.offering_id].append(row)
    for each in after:
        for row in by_offering.get(each.offering_id, ()):
            place = each.office_id if row.scope == DependencyScope.OFFICE else None
            key = place, row.characteristic
            sources[key].add(row.needs_id)
            needed = _needed(row, each)
            needs[key][each.service] = max(needed, needs[key].get(each.service, Decimal(0)))
            relying[key][each.service] = each
    found = []
    for key, wanted in needs.items():
        place, code = key
        had, left = (_of(code, place, sources[key], which) for which in (before, after))
        together = sum(wanted.values(), Decimal(0))
        if left < together and left < had:
            those = tuple(relying[key].values())
            found.append(Shortage(code, together, left, place, frozenset(sources[key]), those))
    return found


def _needed(row: Dependency, each: Standing) -> Decimal:
    factor = number_in(each.configuration.get(row.per)) if row.per else Decimal(1)
    return (row.minimum or Decimal(0)) * factor * each.quantity


def _of(code: str, place: int | None, sources: set[int], which: Sequence[Standing]) -> Decimal:
    """How much of a characteristic these offerings give at a place, or at the customer."""
    return sum(
        (
            number_in(each.configuration.get(code)) * each.quantity
            for each in which
            if each.offering_id in sources and place in (None, each.office_id)
        ),
        Decimal(0),
    )


def number_in(value: Any) -> Decimal:
    """A setting as a number; nothing where it is none."""
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return Decimal(0)
