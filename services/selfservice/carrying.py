"""Carrying an action out: what the queue does with each, once (rule 63)."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy

from accounts.clock import day_of
from services.inventory import state_on
from services.models import ActionStatus, SelfServiceAction, SelfServiceTask, Sim, SimStatus
from services.models.selfservice import OPEN_ACTIONS
from services.selfservice.actions import (
    SelfServiceRefused,
    fail_action,
    finish_action,
    record_for,
    source_of,
    start_action,
)
from services.selfservice.sims import COMING, move
from services.suspending import causes_on, lift
from services.texts import refusal, told_of, worded

GONE = gettext_lazy("Cancelled: the SIM is no longer used.")


def cancelled_orders() -> Q:
    """The orders that came to nothing because the company itself wanted the SIM no longer."""
    return Q(status=ActionStatus.FAILED, failure=told_of(GONE)[0])


def was_cancelled(action: SelfServiceAction) -> bool:
    """Whether it is one of `cancelled_orders`."""
    return action.status == ActionStatus.FAILED and action.failure == told_of(GONE)[0]


@transaction.atomic
def carry_out(action: SelfServiceAction, *, at: datetime) -> bool:
    """Do what was asked and say that it is done, or why it failed; True where it is done.

    A second time does nothing: what has ended stays as it is.
    """
    fresh = SelfServiceAction.objects.select_for_update().get(pk=action.pk)
    if fresh.status not in OPEN_ACTIONS:
        return False
    start_action(fresh, at=at)
    try:
        with transaction.atomic():
            TASKS[fresh.task](fresh, at)
            return finish_action(fresh, at=at)
    except SelfServiceRefused:
        why = worded(refusal(SelfServiceRefused, _in_vain, fresh, at))
        _undo(fresh)
        fail_action(fresh, reason=why, at=at)
        return False


def _in_vain(action: SelfServiceAction, at: datetime) -> None:
    """Try again what was refused, to hear why in another language; nothing of it stays."""
    with transaction.atomic():
        TASKS[action.task](action, at)
        transaction.set_rollback(True)


def _record(action: SelfServiceAction, at: datetime) -> None:
    record_for(action, action.change, at=at)


def _activate(action: SelfServiceAction, at: datetime) -> None:
    """The SIM works from now on: a first one starts the service, another takes over from the old.

    What was ordered to bring it is done with it.
    """
    sim = _sim(action)
    orders = SelfServiceAction.objects.filter(
        service=action.service,
        task__in=(SelfServiceTask.ORDER_SIM, SelfServiceTask.REPLACE_SIM),
        status__in=OPEN_ACTIONS,
    )
    for order in orders.order_by("pk"):
        if order.change and state_on(action.service, day_of(at)) is None:
            record_for(order, order.change, at=at)
        finish_action(order, at=at)
    if sim.replaces is not None:
        _take_over(action, sim, sim.replaces, at)
    move(sim, {SimStatus.ACTIVATING}, SimStatus.ACTIVE)


def _take_over(action: SelfServiceAction, sim: Sim, old: Sim, at: datetime) -> None:
    """The old SIM is out of use, and so is its block: the user works again."""
    cause = old.block_reason
    move(old, {SimStatus.ACTIVE, SimStatus.BLOCKED}, SimStatus.REPLACED, block_reason="")
    record_for(action, {"note": {"iccid": sim.iccid, "instead_of": old.iccid}}, at=at)
    if cause and cause in causes_on(action.service):
        lift(
            service=action.service,
            source=source_of(action, cause=cause),
            on=day_of(at),
            person_id=action.person_id,
            at=at,
        )


def _end(action: SelfServiceAction, at: datetime) -> None:
    """Nothing of the user works any more; the rows stay."""
    for sim in action.service.sims.exclude(status__in=(SimStatus.REPLACED, SimStatus.INACTIVE)):
        move(
            sim,
            {*COMING, SimStatus.ACTIVE, SimStatus.BLOCKED},
            SimStatus.INACTIVE,
            block_reason="",
            activation_code="",
        )
    for order in SelfServiceAction.objects.filter(
        service=action.service, status__in=OPEN_ACTIONS
    ).exclude(pk=action.pk):
        fail_action(order, reason=GONE, at=at)
    if action.change:
        record_for(action, action.change, at=at)


def _undo(action: SelfServiceAction) -> None:
    """A SIM that could not be activated has still arrived."""
    if action.task == SelfServiceTask.ACTIVATE_SIM:
        move(_sim(action), {SimStatus.ACTIVATING}, SimStatus.SHIPPED)


def _sim(action: SelfServiceAction) -> Sim:
    if action.sim is None:
        raise SelfServiceRefused(action.number)
    return action.sim


TASKS: dict[str, Callable[[SelfServiceAction, datetime], None]] = {
    SelfServiceTask.ADD_USER: _record,
    SelfServiceTask.REMOVE_USER: _record,
    SelfServiceTask.ACTIVATE_SIM: _activate,
    SelfServiceTask.END_SIM: _end,
}
