"""Which open lines hold which services (rule 5): written under the service row's lock."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Hold:
    """How one open line wants to hold one service.

    ``fields`` names what a modification touches: codes of characteristics, ``offering``,
    ``quantity``; ``quantity`` is the one that the service will have.
    """

    service_id: int
    action: str
    holder: str
    fields: Collection[str] = ()
    effective_on: date | None = None
    quantity: int | None = None


@transaction.atomic
def claim_all(
    holds: Sequence[Hold], *, customer_id: int, at: datetime, beside: Collection[str] = ()
) -> None:
    """Hold many services for open lines, in a number of queries that does not grow with them.

    Claiming again with the same holder renews the claim. The services are locked in one order, so
    that two documents that want each other's never wait for each other. ``beside`` names holders
    that do not count, such as the lines that an amendment takes the place of. Raises
    ClaimConflict, naming the other holder, and then nothing was written.
    """
    wanted = sorted({hold.service_id for hold in holds})
    locked = Service.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
    list(locked.values_list("pk", flat=True))
    standing: dict[int, list[Claim]] = defaultdict(list)
    for other in open_claims(wanted):
        standing[other.service_id].append(other)
    held: dict[tuple[int, str], Claim] = {}
    for hold in holds:
        for other in standing[hold.service_id]:
            if other.holder == hold.holder:
                held[hold.service_id, hold.holder] = other
            elif other.holder not in beside and clash(
                hold.action, hold.fields, other.action, other.fields
            ):
                raise ClaimConflict(other)
    _write(holds, held, customer_id=customer_id, at=at)


def _write(
    holds: Sequence[Hold],
    held: Mapping[tuple[int, str], Claim],
    *,
    customer_id: int,
    at: datetime,
) -> None:
    new, renewed = [], []
    for hold in holds:
        claim_row = held.get((hold.service_id, hold.holder))
        if claim_row is None:
            claim_row = Claim(
                customer_id=customer_id,
                service_id=hold.service_id,
                holder=hold.holder,
                created_at=at,
            )
            new.append(claim_row)
        else:
            renewed.append(claim_row)
        claim_row.action, claim_row.fields = hold.action, sorted(hold.fields)
        claim_row.effective_on, claim_row.quantity = hold.effective_on, hold.quantity
    Claim.objects.bulk_create(new)
    Claim.objects.bulk_update(renewed, ("action", "fields", "effective_on", "quantity"))


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
    """Hold one service for an open line; see ``claim_all``."""
    hold = Hold(service.pk, action, holder, fields, effective_on, quantity)
    claim_all([hold], customer_id=service.customer_id, at=at, beside=beside)
    return Claim.objects.get(service=service, holder=holder, released_at=None)


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
