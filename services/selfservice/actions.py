"""One self-service action: asked, under way, done or failed, always on record (rule 63)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.models import Customer
from audit import trail
from outbox.owing import owe
from services.cancellation import accepted_case_for
from services.inventory import InventoryRefused, Source, record_change
from services.models import (
    ActionStatus,
    Claim,
    Offering,
    OfferingVersion,
    SelfServiceAction,
    Service,
    Sim,
    SourceKind,
)
from services.models.selfservice import OPEN_ACTIONS
from services.texts import told_of
from services.values import monthly_total

CHANNEL = "self_service"


class SelfServiceRefused(Exception):
    """It cannot be done here and now; the text says why and what to do instead.

    ``problems`` holds a message per setting that is wrong.
    """

    def __init__(self, message: str, problems: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.problems = dict(problems or {})


@dataclass(frozen=True)
class Asked:
    """Who asks for what: ``change`` is what the inventory will be told, in its own words."""

    task: str
    service: Service
    person_id: int
    at: datetime
    difference: Decimal = Decimal(0)
    change: dict[str, Any] = field(default_factory=dict)
    sim: Sim | None = None
    licence: Offering | None = None


@transaction.atomic
def open_action(asked: Asked, *, carried_by_itself: bool = True) -> SelfServiceAction:
    """Record what was asked; the queue carries it out unless somebody does so by hand."""
    before = monthly_total(customer_id=asked.service.customer_id, on=day_of(asked.at))
    action = SelfServiceAction.objects.create(
        customer_id=asked.service.customer_id,
        number=_next_number(),
        task=asked.task,
        service=asked.service,
        sim=asked.sim,
        licence=asked.licence,
        person_id=asked.person_id,
        requested_at=asked.at,
        monthly_before=before,
        monthly_after=before + asked.difference,
        change=asked.change,
    )
    _tell(action, "requested", asked.at)
    if carried_by_itself:
        owe(
            channel=CHANNEL,
            subject=action.number,
            ordering_key=asked.service.service_id,
            payload={"action": action.pk},
            at=asked.at,
            key=action.number,
        )
    return action


def start_action(action: SelfServiceAction, *, at: datetime) -> bool:
    """Say that it is under way; False where it was already, or has ended."""
    return _advance(action, {ActionStatus.REQUESTED}, ActionStatus.IN_PROGRESS, at)


@transaction.atomic
def finish_action(action: SelfServiceAction, *, at: datetime) -> bool:
    """Say that it is done; what it reserved is now in use. False where it has ended before."""
    start_action(action, at=at)
    return _advance(action, {ActionStatus.IN_PROGRESS}, ActionStatus.DONE, at, ended_at=at)


@transaction.atomic
def fail_action(action: SelfServiceAction, *, reason: object, at: datetime) -> bool:
    """Say that it could not be done, and why; what it reserved is free again.

    The reason is what `told_of` takes: a lazy one is kept for readers of each language.
    """
    failure, words = told_of(reason)
    why = {"failure": failure, "failure_words": words}
    return _advance(action, set(OPEN_ACTIONS), ActionStatus.FAILED, at, ended_at=at, **why)


def record_for(
    action: SelfServiceAction, change: dict[str, Any], *, at: datetime, cause: str = ""
) -> None:
    """Write a change of the action's service, from the day on which it is carried out.

    Raises SelfServiceRefused where the inventory cannot take it.
    """
    try:
        record_change(
            service=action.service,
            effective_on=day_of(at),
            change=change,
            source=source_of(action, cause=cause),
            person_id=action.person_id,
            at=at,
        )
    except InventoryRefused as refused:
        raise SelfServiceRefused(str(refused)) from refused


def source_of(action: SelfServiceAction, *, cause: str = "") -> Source:
    """How the inventory names the action."""
    return Source(SourceKind.SELF_SERVICE, action.number, cause=cause)


def refuse_not_offered(version: OfferingVersion, *, at: datetime) -> None:
    """Only what the catalogue flags, while it is sold (rule 64)."""
    if not version.offering.self_service:
        raise SelfServiceRefused(
            _("%(offering)s needs your account manager: it is agreed in a request.")
            % {"offering": version.name}
        )
    if not version.sold_on(day_of(at)):
        raise SelfServiceRefused(
            _("%(offering)s is no longer sold. Choose another one.") % {"offering": version.name}
        )


def refuse_more(customer_id: int, *, price: Decimal) -> None:
    """Nothing is added while the customer leaves (rule 59), nor paid more on hold (rule 25)."""
    if accepted_case_for(customer_id) is not None:
        raise SelfServiceRefused(
            _("Nothing is added while your company is leaving. Talk to your account manager.")
        )
    if price > 0 and Customer.objects.filter(pk=customer_id, credit_hold=True).exists():
        raise SelfServiceRefused(
            _("Invoices are open, so nothing that costs more is added. Talk to finance first.")
        )


def refuse_taken(service: Service, *, beside: Collection[str] = ()) -> None:
    """Not while a document is open on it (rule 5), or another action is under way.

    ``beside`` names the tasks that this one may stand beside.
    """
    Service.objects.select_for_update(no_key=True).get(pk=service.pk)
    claim = Claim.objects.filter(service=service, released_at=None).first()
    if claim is not None:
        raise SelfServiceRefused(
            _("%(number)s is open on it. Wait until that is done, or withdraw it.")
            % {"number": claim.holder.rsplit("/", 1)[0]}
        )
    open_ones = SelfServiceAction.objects.filter(service=service, status__in=OPEN_ACTIONS)
    if open_ones.exclude(task__in=list(beside)).exists():
        raise SelfServiceRefused(_("Something else is under way for it. Wait until it is done."))


def _advance(
    action: SelfServiceAction,
    from_: set[ActionStatus],
    to: ActionStatus,
    at: datetime,
    **values: Any,
) -> bool:
    rows = SelfServiceAction.objects.filter(pk=action.pk, status__in=from_)
    if not rows.update(status=to, **values):
        return False
    action.status = to
    for name, value in values.items():
        setattr(action, name, value)
    _tell(action, to.value, at)
    return True


def _tell(action: SelfServiceAction, what: str, at: datetime) -> None:
    trail.record(
        event=f"self_service.{what}",
        at=at,
        person_id=action.person_id,
        customer_id=action.customer_id,
        reference=action.number,
        facts={"task": action.task, "service": action.service.service_id},
    )


def _next_number() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('services_self_service_number')")
        row = cursor.fetchone()
    assert row is not None  # noqa: S101 - a sequence always answers
    return f"SELF-{row[0]:06d}"
