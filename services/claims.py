"""Which open lines hold which services (rule 5): written under the service row's lock."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from services.models import Claim, ClaimAction, Service

EXCLUSIVE = frozenset({ClaimAction.DELETE.value, ClaimAction.MOVE.value})


class ClaimConflict(Exception):
    """Another open line holds the service in a way that does not go together with this one."""

    def __init__(self, other: Claim) -> None:
        text = _("%(holder)s is open on %(service)s already.")
        super().__init__(text % {"holder": other.holder, "service": other.service})
        self.other = other
        self.holder = other.holder


@transaction.atomic
def claim(
    *,
    service: Service,
    action: str,
    holder: str,
    fields: Collection[str],
    at: datetime,
    effective_on: date | None = None,
    beside: Collection[str] = (),
    quantity: int | None = None,
) -> Claim:
    """Hold a service for an open line; claiming again with the same holder renews the claim.

    ``fields`` names what a modification touches: codes of characteristics, ``offering``,
    ``quantity``; ``quantity`` is the one that the service will have. ``beside`` names holders
    that do not count, such as the lines that an amendment takes the place of. Raises
    ClaimConflict, naming the other holder.
    """
    Service.objects.select_for_update(no_key=True).get(pk=service.pk)
    conflict = find_conflict(
        service=service, action=action, fields=fields, holder=holder, beside=beside
    )
    if conflict is not None:
        raise ClaimConflict(conflict)
    held = {
        "action": action,
        "fields": sorted(fields),
        "effective_on": effective_on,
        "quantity": quantity,
    }
    renewed, _is_new = Claim.objects.update_or_create(
        service=service,
        holder=holder,
        released_at=None,
        defaults=held,
        create_defaults={**held, "customer_id": service.customer_id, "created_at": at},
    )
    return renewed


def find_conflict(
    *,
    service: Service,
    action: str,
    fields: Collection[str],
    holder: str = "",
    beside: Collection[str] = (),
) -> Claim | None:
    """The open claim that an action on a service would clash with, if any (rule 5)."""
    ignored = {holder, *beside}
    for other in open_claims([service.pk]):
        if other.holder not in ignored and clash(action, fields, other.action, other.fields):
            return other
    return None


def clash(
    action: str, fields: Collection[str], other_action: str, other_fields: Collection[str]
) -> bool:
    """Whether two open lines on one service do not go together.

    Anything clashes with a stop or a move; two changes clash where both touch the same
    characteristic, or both the offering. Others apply in the order of their effective days.
    """
    if action in EXCLUSIVE or other_action in EXCLUSIVE:
        return True
    return not set(fields).isdisjoint(other_fields)


@transaction.atomic
def release(*, holder: str, at: datetime) -> int:
    """Let go of everything a line holds; says how many claims that were."""
    return Claim.objects.filter(holder=holder, released_at=None).update(released_at=at)


def open_claims(service_ids: Iterable[int]) -> QuerySet[Claim]:
    """The open claims on these services, by effective day."""
    return Claim.objects.filter(service__in=list(service_ids), released_at=None).select_related(
        "service"
    )
