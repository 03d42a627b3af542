"""Reads and writes of the catalogue: what is sold on a day, what a service may become."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.dates import date_format
from services.configuration import (
    characteristics_of,
    definition_problems,
    quantity_problem,
    validate_configuration,
)
from services.models import Dependency, Offering, OfferingVersion, ServicePeriod, UpgradePath
from services.texts import in_language

__all__ = [
    "CatalogueRefused",
    "change_allowed",
    "characteristics_of",
    "dependencies_of",
    "dependents_of",
    "name_of",
    "options_for_change",
    "publish_draft",
    "publish_version",
    "published_on",
    "quantity_problem",
    "sellable",
    "validate_configuration",
    "version_on",
]


class CatalogueRefused(Exception):
    """A catalogue version that cannot be published; the text lists why."""


def published_on(on: date) -> QuerySet[OfferingVersion]:
    """The version of every offering that counts on a day, sold or not any more."""
    return (
        OfferingVersion.objects.filter(published_at__isnull=False, valid__contains=on)
        .select_related("offering")
        .order_by("offering__family", "offering__code")
    )


def version_on(offering: Offering, on: date) -> OfferingVersion | None:
    """The offering's published version that counts on a day."""
    return published_on(on).filter(offering=offering).first()


def sellable(on: date) -> QuerySet[OfferingVersion]:
    """The versions of which a new service may be ordered that day (rule 37)."""
    return published_on(on).filter(
        Q(end_of_sale_on=None) | Q(end_of_sale_on__gt=on),
        Q(end_of_life_on=None) | Q(end_of_life_on__gt=on),
    )


def options_for_change(period: ServicePeriod, on: date) -> list[OfferingVersion]:
    """What an installed service may be changed into on a day: itself first, then its path.

    Itself is the offering's version of that day, also after its end of sale, but not after its end
    of life: then the named successor takes its place (rule 44 and the offering's life).
    """
    offering = period.offering_version.offering
    targets = UpgradePath.objects.filter(source=offering)
    near = Q(offering=offering) | Q(on_path=True)
    near |= Q(offering__in=OfferingVersion.objects.filter(offering=offering).values("successor"))
    rows = published_on(on).annotate(on_path=Exists(targets.filter(target=OuterRef("offering"))))
    found = {version.offering_id: version for version in rows.filter(near)}
    current = found.pop(offering.pk, None)
    dead = current is not None and current.dead_on(on)
    successor_id = current.successor_id if current is not None and dead else None
    others: list[OfferingVersion] = [
        version
        for version in found.values()
        if version.sold_on(on) and (version.on_path or version.offering_id == successor_id)
    ]
    if current is not None and not dead:
        others.insert(0, current)
    return sorted(others, key=lambda one: (one is not current, one.recurring_price, one.pk))


def change_allowed(source: OfferingVersion, target: OfferingVersion) -> bool:
    """Whether a service may go from one version to another: same offering, or on a path."""
    if target.offering_id in (source.offering_id, source.successor_id):
        return True
    return UpgradePath.objects.filter(source=source.offering_id, target=target.offering_id).exists()


def dependencies_of(offering_ids: Iterable[int]) -> list[Dependency]:
    """What these offerings need, with both ends fetched."""
    return list(
        Dependency.objects.filter(offering__in=list(offering_ids))
        .select_related("offering", "needs")
        .order_by("offering__code", "needs__code")
    )


def dependents_of(offering_ids: Iterable[int]) -> list[Dependency]:
    """What needs these offerings, with both ends fetched (rules 34, 51)."""
    return list(
        Dependency.objects.filter(needs__in=list(offering_ids))
        .select_related("offering", "needs")
        .order_by("needs__code", "offering__code")
    )


def name_of(version: OfferingVersion, language: str | None = None) -> str:
    """The version's name in a language, else in the page's."""
    return in_language(version.names, language)


@transaction.atomic
def publish_version(
    *, offering: Offering, valid_from: date, at: datetime, **facts: Any
) -> OfferingVersion:
    """Publish the offering's next version from a day on; the one before ends that day.

    ``facts`` are the fields of OfferingVersion. Published, a version never changes.
    Raises CatalogueRefused as publish_draft does.
    """
    Offering.objects.select_for_update(no_key=True).get(pk=offering.pk)
    last = offering.versions.order_by("-number").first()
    draft = OfferingVersion.objects.create(
        offering=offering,
        number=last.number + 1 if last else 1,
        valid=(valid_from, None),
        **facts,
    )
    return publish_draft(version=draft, at=at)


@transaction.atomic
def publish_draft(*, version: OfferingVersion, at: datetime) -> OfferingVersion:
    """Publish a prepared version; the one that counts now ends where this one begins.

    Raises CatalogueRefused when its characteristics are not well defined, when it is published
    already, when a published version begins on its first day or later, or when one that holds
    then has its last day already: that day was published with it.
    """
    Offering.objects.select_for_update(no_key=True).get(pk=version.offering_id)
    if problems := definition_problems(version.characteristics):
        raise CatalogueRefused("; ".join(problems))
    if version.published_at is not None:
        raise CatalogueRefused(_("This version is published already."))
    starts_on = version.valid.lower if hasattr(version.valid, "lower") else version.valid[0]
    siblings = OfferingVersion.objects.filter(
        offering=version.offering_id, published_at__isnull=False
    )
    if siblings.filter(valid__startswith__gte=starts_on).exists():
        raise CatalogueRefused(_("A version begins on that day or later already."))
    for earlier in siblings.filter(valid__contains=starts_on):
        if earlier.valid.upper is not None:
            last = date_format(earlier.valid.upper - timedelta(days=1), "DATE_FORMAT")
            text = _("The published version holds up to and including %(day)s. Begin after it.")
            raise CatalogueRefused(text % {"day": last})
        earlier.valid = (earlier.valid.lower, starts_on)
        earlier.save(update_fields=["valid"])
    version.published_at = at
    version.save(update_fields=["published_at"])
    return version
