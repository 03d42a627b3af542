"""What needs what: at the same office, or anywhere at the same customer (rules 34, 38, 51)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.catalogue import dependencies_of
from services.inventory import services_on
from services.models import Dependency, DependencyScope, Offering, ServicePeriod


@dataclass(frozen=True)
class Need:
    """One need of an offering: any of these offerings meets it.

    Needed offerings of one family and one scope are alternatives, such as every internet access.
    """

    offering: Offering
    scope: str
    any_of: tuple[Offering, ...]

    def met_by(self, *, at_office: Collection[int], at_customer: Collection[int]) -> bool:
        """Whether the offerings (by id) at the office or at the customer meet it."""
        present = at_office if self.scope == DependencyScope.OFFICE else at_customer
        return any(offering.pk in present for offering in self.any_of)


def needs_of(offering_ids: Iterable[int]) -> dict[int, list[Need]]:
    """The needs of these offerings, by offering id."""
    groups: dict[tuple[int, str, str], list[Dependency]] = defaultdict(list)
    for row in dependencies_of(offering_ids):
        groups[row.offering_id, row.scope, row.needs.family].append(row)
    needs: dict[int, list[Need]] = defaultdict(list)
    for (offering_id, scope, _family), rows in groups.items():
        any_of = tuple(row.needs for row in rows)
        needs[offering_id].append(Need(rows[0].offering, scope, any_of))
    return dict(needs)


def unmet_needs(
    *, offering_id: int, at_office: Collection[int], at_customer: Collection[int]
) -> list[Need]:
    """Which needs of an offering these offerings (by id) do not meet (rule 38).

    The caller adds to what is installed what the same document brings.
    """
    return [
        need
        for need in needs_of([offering_id]).get(offering_id, [])
        if not need.met_by(at_office=at_office, at_customer=at_customer)
    ]


@dataclass(frozen=True)
class Reliance:
    """A service that would miss something: what it is now, and the need that would go unmet."""

    period: ServicePeriod
    need: Need

    @property
    def at_same_office(self) -> bool:
        """Whether it must move, be replaced or stop along, rather than be ticked (rule 34)."""
        return self.need.scope == DependencyScope.OFFICE


def relying_on(
    *, customer_id: int, leaving: Collection[int], on: date, arriving: Collection[int] = ()
) -> list[Reliance]:
    """Which services of a customer would miss a need if ``leaving`` (service ids) were gone.

    Services that leave too are not told. ``arriving``: offering ids that come anywhere in the
    same document and so go on meeting needs at the customer.
    """
    periods = list(services_on(customer_id=customer_id, on=on))
    needs = needs_of({period.offering_version.offering_id for period in periods})
    return reliances_among(periods, leaving=leaving, arriving=arriving, needs=needs)


def reliances_among(
    periods: Sequence[ServicePeriod],
    *,
    leaving: Collection[int],
    needs: Mapping[int, list[Need]],
    arriving: Collection[int] = (),
) -> list[Reliance]:
    """The same of what was read already: all that is installed, and the needs by offering."""
    before, after = _Present(periods), _Present(p for p in periods if p.service_id not in leaving)
    missing = []
    for period in periods:
        if period.service_id in leaving:
            continue
        for need in needs.get(period.offering_version.offering_id, []):
            held = after.meets(need, period, arriving)
            if not held and before.meets(need, period, ()):
                missing.append(Reliance(period, need))
    return missing


class _Present:
    """The offerings that are installed, by office and at the customer."""

    def __init__(self, periods: Iterable[ServicePeriod]) -> None:
        self.at_customer: set[int] = set()
        self.at_offices: dict[int | None, set[int]] = defaultdict(set)
        for period in periods:
            offering_id = period.offering_version.offering_id
            self.at_customer.add(offering_id)
            self.at_offices[period.office_id].add(offering_id)

    def meets(self, need: Need, period: ServicePeriod, arriving: Collection[int]) -> bool:
        """Whether the need of an installed service is met."""
        return need.met_by(
            at_office=self.at_offices[period.office_id],
            at_customer=self.at_customer | set(arriving),
        )
