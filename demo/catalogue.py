"""Loads the catalogue of the demonstration, published through the real operations."""

from datetime import UTC, date, datetime
from itertools import permutations

from django.db import transaction

from demo.characteristics import texts
from demo.offerings import MINIMUMS, NEEDS, OFFERINGS, ONE_WAY, PATHS, Entry
from services.catalogue import publish_version
from services.models import Dependency, DependencyScope, Offering, UpgradePath

SINCE = date(2020, 1, 1)
# SmartFit Internet Plus cost less before; its two versions show what a service's own price is.
EARLIER = ("smartfit-internet-plus", "69.00", date(2024, 1, 1))


@transaction.atomic
def load_catalogue(*, at: datetime) -> int:
    """Publish every offering that is not there yet, with its paths and needs.

    Says how many offerings it published: none when it ran before.
    """
    offerings = {entry.code: _offering(entry) for entry in OFFERINGS}
    fresh = [entry for entry in OFFERINGS if not offerings[entry.code].versions.exists()]
    for entry in fresh:
        _publish(entry, offerings, min(at, datetime(SINCE.year, 1, 1, tzinfo=UTC)))
    for row in PATHS:
        for source, target in permutations(row, 2):
            _path(offerings[source], offerings[target])
    for source, target in ONE_WAY:
        _path(offerings[source], offerings[target])
    for code, scope, needed in NEEDS:
        for need in needed:
            Dependency.objects.get_or_create(
                offering=offerings[code], needs=offerings[need], defaults={"scope": scope}
            )
    for code, characteristic, minimum, per in MINIMUMS:
        Dependency.objects.filter(
            offering=offerings[code], scope=DependencyScope.OFFICE, needs__family="access"
        ).update(characteristic=characteristic, minimum=minimum, per=per)
    return len(fresh)


def _offering(entry: Entry) -> Offering:
    licensed_by = entry.licensed_by and Offering.objects.get(code=entry.licensed_by)
    offering, _created = Offering.objects.get_or_create(
        code=entry.code,
        defaults={
            "family": entry.family,
            "site_bound": entry.site_bound,
            "self_service": entry.self_service,
            "licensed_by": licensed_by or None,
        },
    )
    return offering


def _publish(entry: Entry, offerings: dict[str, Offering], at: datetime) -> None:
    facts = {
        "names": texts(entry.names),
        "characteristics": list(entry.settings),
        "recurring_price": entry.monthly,
        "one_time_price": entry.once,
        "maximum_quantity": entry.most,
        "lead_time_days": entry.lead,
        "site_visit": entry.visit,
        "end_of_sale_on": entry.end_of_sale_on,
        "end_of_life_on": entry.end_of_life_on,
        "successor": offerings.get(entry.successor),
    }
    offering = offerings[entry.code]
    since = SINCE
    if entry.code == EARLIER[0]:
        publish_version(
            offering=offering, valid_from=SINCE, at=at, **{**facts, "recurring_price": EARLIER[1]}
        )
        since = EARLIER[2]
    publish_version(offering=offering, valid_from=since, at=at, **facts)


def _path(source: Offering, target: Offering) -> None:
    UpgradePath.objects.get_or_create(source=source, target=target)
