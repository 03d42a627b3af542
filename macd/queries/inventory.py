"""What operations looks at in the inventory: services found, corrections that wait."""

from django.db.models import Q, QuerySet

from accounts.standing import Standing
from macd.queries.reach import services_for
from services.models import Correction, CorrectionStatus, Service


def services_matching(standing: Standing, words: str) -> QuerySet[Service]:
    """Services by id, customer, number, serial or SIM, of those a person may know of."""
    digits = words.replace(" ", "")
    return (
        services_for(standing)
        .filter(
            Q(service_id__icontains=words)
            | Q(customer__legal_name__icontains=words)
            | Q(numbers__e164__contains=digits)
            | Q(periods__configuration__serial__icontains=words)
            | Q(sims__iccid__startswith=digits)
        )
        .distinct()
        .order_by("service_id")
    )


def corrections_waiting() -> QuerySet[Correction]:
    """Corrections that a second person must agree to, the oldest first."""
    return (
        Correction.objects.filter(status=CorrectionStatus.PROPOSED)
        .select_related("service", "customer", "proposed_by", "voids")
        .order_by("proposed_at", "pk")
    )


def corrections_decided() -> QuerySet[Correction]:
    """The last ones that were applied or refused."""
    return (
        Correction.objects.exclude(status=CorrectionStatus.PROPOSED)
        .select_related("service", "customer", "proposed_by", "decided_by")
        .order_by("-decided_at", "-pk")
    )
