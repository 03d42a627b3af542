"""Which of a customer's agreements a new service comes under: the one for its kind (rule 40)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.db.models import Q

from services.models import Agreement, AgreementDiscount, Offering, ServicePeriod

Key = TypeVar("Key")


@dataclass(frozen=True)
class Coverage:
    """A customer's agreements that have not ended, and what each is for.

    An agreement is for the families of what stands under it, and for what it gives a discount on.
    """

    agreements: Mapping[int, Agreement]
    by_family: Mapping[str, frozenset[int]] = field(default_factory=dict)
    by_offering: Mapping[int, frozenset[int]] = field(default_factory=dict)

    def agreement_for(self, offering: Offering) -> Agreement | None:
        """The one agreement for an offering; None where there is none, or somebody must choose."""
        if len(self.agreements) == 1:
            return next(iter(self.agreements.values()))
        for fitting in (
            self.by_offering.get(offering.pk, frozenset()),
            self.by_family.get(offering.family, frozenset()),
        ):
            if len(fitting) == 1:
                return self.agreements[next(iter(fitting))]
        return None


def coverage_of(*, customer_id: int, on: date) -> Coverage:
    """What the customer's agreements are for on a day, in three queries."""
    running = Agreement.objects.filter(customer=customer_id, ended_on=None)
    agreements = {agreement.pk: agreement for agreement in running}
    if len(agreements) < 2:
        return Coverage(agreements)
    families: dict[str, set[int]] = defaultdict(set)
    offerings: dict[int, set[int]] = defaultdict(set)
    lasting = ServicePeriod.objects.filter(
        Q(valid__contains=on) | Q(valid__startswith__gt=on), customer=customer_id
    )
    rows = lasting.filter(service__agreement__in=agreements).values_list(
        "offering_version__offering__family", "service__agreement"
    )
    for family, agreement_id in rows.distinct().order_by():
        families[family].add(agreement_id)
    discounts = AgreementDiscount.objects.filter(agreement__in=agreements, valid__contains=on)
    for discount in discounts:
        if discount.offering_id is not None:
            offerings[discount.offering_id].add(discount.agreement_id)
        elif discount.family:
            families[discount.family].add(discount.agreement_id)
    return Coverage(agreements, _frozen(families), _frozen(offerings))


def _frozen(found: Mapping[Key, set[int]]) -> dict[Key, frozenset[int]]:
    return {key: frozenset(ids) for key, ids in found.items()}
