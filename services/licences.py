"""Licences: how many a customer pays for, uses, has reserved and is giving up; counted always."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import QuerySet, Sum

from services.models import (
    Claim,
    ClaimAction,
    Offering,
    SelfServiceAction,
    Service,
    ServicePeriod,
)
from services.models.selfservice import OPEN_ACTIONS

PATIENCE = "12s"


@dataclass(frozen=True)
class LicenceUse:
    """Licences of one offering at a customer on a day; counted, never stored.

    ``reserved`` are taken by self-service that is under way, ``leaving`` are asked to be given up
    by open documents.
    """

    offering: Offering
    total: int
    used: int
    reserved: int = 0
    leaving: int = 0

    @property
    def left(self) -> int:
        """How many are not spoken for; below 0 where more are in use than there will be."""
        return self.total - self.used - self.reserved - self.leaving

    @property
    def free(self) -> int:
        """How many may be taken at once (rule 61, decisions.md 33)."""
        return max(self.left, 0)


def licence_use(*, customer_id: int, on: date) -> list[LicenceUse]:
    """The customer's licences on a day, by offering; six queries however many there are."""
    periods = ServicePeriod.objects.filter(customer_id=customer_id, valid__contains=on)
    total = _units(periods, "offering_version__offering")
    used = _units(periods, "offering_version__offering__licensed_by")
    reserved = Counter(
        SelfServiceAction.objects.filter(
            customer_id=customer_id, licence__isnull=False, status__in=OPEN_ACTIONS
        ).values_list("licence", flat=True)
    )
    leaving = _leaving(customer_id, periods)
    return [
        LicenceUse(
            offering,
            total=total[offering.pk],
            used=used[offering.pk],
            reserved=reserved[offering.pk],
            leaving=leaving[offering.pk],
        )
        for offering in Offering.objects.filter(licenses__isnull=False).distinct()
        if total[offering.pk] or used[offering.pk] or reserved[offering.pk]
    ]


def licences_of(*, customer_id: int, offering: Offering, on: date) -> LicenceUse:
    """The customer's licences of one offering; none paid for is 0 of everything."""
    uses = licence_use(customer_id=customer_id, on=on)
    nothing = LicenceUse(offering, total=0, used=0)
    return next((use for use in uses if use.offering.pk == offering.pk), nothing)


def lock_licences(*, customer_id: int, offering: Offering, on: date) -> list[Service]:
    """Make others wait who would add a user to this customer, until the transaction ends.

    The services that are the licences of this offering, the first bought first: the same rows
    that a document locks to give some up. Those of other offerings are locked with them, for
    users of all kinds share the company's extensions. Who comes in a crowd waits longer than
    other writes do.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
    bought = ServicePeriod.objects.filter(customer_id=customer_id, valid__contains=on)
    licences = bought.filter(
        offering_version__offering__in=Offering.objects.filter(licenses__isnull=False)
    )
    rows = Service.objects.select_for_update(no_key=True).filter(
        customer_id=customer_id, pk__in=licences.values("service")
    )
    held = list(rows.order_by("pk"))
    mine = set(
        bought.filter(offering_version__offering=offering).values_list("service_id", flat=True)
    )
    return [service for service in held if service.pk in mine]


def licence_holders(*, customer_id: int, offering: Offering, on: date) -> QuerySet[ServicePeriod]:
    """The services that use a licence of this offering, to be named in a refusal (rule 46)."""
    return (
        ServicePeriod.objects.filter(
            customer_id=customer_id,
            valid__contains=on,
            offering_version__offering__licensed_by=offering,
        )
        .select_related("service", "offering_version")
        .order_by("service__service_id")
    )


def _units(periods: QuerySet[ServicePeriod], of: str) -> Counter[int]:
    rows = periods.exclude(**{of: None}).order_by().values_list(of).annotate(n=Sum("quantity"))
    return Counter(dict(rows))


def _leaving(customer_id: int, periods: QuerySet[ServicePeriod]) -> Counter[int]:
    """What open documents take away, by offering: a stop all of it, a decrease the difference."""
    licences = {
        period.service_id: period
        for period in periods.filter(
            offering_version__offering__in=Offering.objects.filter(licenses__isnull=False)
        ).select_related("offering_version")
    }
    going: dict[int, int] = {}
    claims = Claim.objects.filter(
        customer_id=customer_id, released_at=None, service__in=list(licences)
    )
    for claim in claims.exclude(action=ClaimAction.MOVE):
        was = licences[claim.service_id].quantity
        kept = was if claim.quantity is None else claim.quantity
        kept = 0 if claim.action == ClaimAction.DELETE else kept
        going[claim.service_id] = max(going.get(claim.service_id, 0), was - kept)
    found: Counter[int] = Counter()
    for service_id, count in going.items():
        found[licences[service_id].offering_version.offering_id] += count
    return found
