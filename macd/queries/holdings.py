"""What a company has and what it costs: everything installed on a day, as far as one may see."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import Customer
from accounts.standing import Standing
from macd.queries.reach import services_for
from services.models import ServicePeriod


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; an empty field asks nothing. ``nowhere``: what is tied to no office."""

    words: str = ""
    family: str = ""
    office: str = ""
    nowhere: bool = False


def holdings_of(
    standing: Standing, customer: Customer, *, on: date, wanted: Wanted
) -> QuerySet[ServicePeriod]:
    """The services of a customer on a day, by office and family, those tied to none last."""
    found = (
        ServicePeriod.objects.filter(
            customer=customer, valid__contains=on, service__in=services_for(standing).values("pk")
        )
        .select_related(
            "office",
            "offering_version__offering",
            "service__agreement",
            "service__billing_account",
            "service__customer",
        )
        .order_by("office__name", "offering_version__offering__family", "service__service_id")
    )
    if wanted.family:
        found = found.filter(offering_version__offering__family=wanted.family)
    if wanted.office:
        found = found.filter(office__public_id=wanted.office)
    if wanted.nowhere:
        found = found.filter(office=None)
    for word in wanted.words.split()[:6]:
        found = found.filter(
            Q(service__service_id__icontains=word)
            | Q(service__cost_centre__icontains=word)
            | Q(office__name__icontains=word)
            | Q(office__municipality__icontains=word)
            | Q(offering_version__names__icontains=word)
        )
    return found
