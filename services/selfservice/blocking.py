"""Blocking a SIM at once, always, and letting it work again (rule 62)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.clock import day_of
from services.inventory import InventoryRefused, state_on
from services.models import (
    BlockReason,
    SelfServiceAction,
    SelfServiceTask,
    Sim,
    SimStatus,
)
from services.selfservice.actions import (
    Asked,
    SelfServiceRefused,
    finish_action,
    open_action,
    source_of,
)
from services.selfservice.sims import move
from services.suspending import lift, suspend

CAN_BE_BLOCKED = {SimStatus.SHIPPED, SimStatus.ACTIVATING, SimStatus.ACTIVE}


@transaction.atomic
def block_sim(*, sim: Sim, reason: str, person_id: int, at: datetime) -> SelfServiceAction:
    """Block a SIM now: whatever else is open on it, also while the customer leaves or owes.

    A service in use is suspended with it. Raises SelfServiceRefused for one that is blocked or
    gone.
    """
    if reason not in BlockReason.values:
        raise SelfServiceRefused(_("Say why."), {"reason": _("Choose one.")})
    move(sim, CAN_BE_BLOCKED, SimStatus.BLOCKED, block_reason=reason)
    asked = Asked(
        SelfServiceTask.BLOCK_SIM, sim.service, person_id, at, sim=sim, change={"reason": reason}
    )
    action = open_action(asked, carried_by_itself=False)
    if state_on(sim.service, day_of(at)) is not None:
        suspend(
            service=sim.service,
            source=source_of(action, cause=reason),
            on=day_of(at),
            person_id=person_id,
            at=at,
        )
    finish_action(action, at=at)
    return action


@transaction.atomic
def unblock_sim(*, sim: Sim, person_id: int, at: datetime) -> SelfServiceAction:
    """Let a SIM work again that was found or blocked for a while; a stolen one is replaced.

    Raises SelfServiceRefused.
    """
    if sim.block_reason == BlockReason.STOLEN:
        raise SelfServiceRefused(_("A stolen SIM is not unblocked. Order a replacement."))
    if state_on(sim.service, day_of(at)) is None:
        raise SelfServiceRefused(_("This SIM was never activated. Order a replacement."))
    if sim.status == SimStatus.ACTIVE:
        raise SelfServiceRefused(_("This SIM is active already."))
    cause = sim.block_reason
    active = Sim.objects.filter(service=sim.service, status=SimStatus.ACTIVE)
    if active.exclude(pk=sim.pk).exists():
        raise SelfServiceRefused(_("Another SIM of this user is active."))
    move(sim, {SimStatus.BLOCKED}, SimStatus.ACTIVE, block_reason="")
    asked = Asked(SelfServiceTask.UNBLOCK_SIM, sim.service, person_id, at, sim=sim)
    action = open_action(asked, carried_by_itself=False)
    try:
        lift(
            service=sim.service,
            source=source_of(action, cause=cause),
            on=day_of(at),
            person_id=person_id,
            at=at,
        )
    except InventoryRefused as refused:
        raise SelfServiceRefused(str(refused)) from refused
    finish_action(action, at=at)
    return action
