"""Rented devices that go back: owed from the stop on, received one by one (rule 53)."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.standing import Standing
from macd import policy, queries
from macd.kinds import Problem
from macd.models import Document, HardwareReturn, Line
from macd.operations.recording import record_event
from macd.refusals import NotPermitted, Stale, Unsound
from macd.vocabulary import Actor, Happening
from services.parameters import parameter


def owe_return(line: Line, *, on: date) -> None:
    """From the first day without service the devices go back within the days of the parameter."""
    if not line.returns:
        return
    due_on = on - timedelta(days=1) + timedelta(days=int(parameter("hardware_return_days", on=on)))
    HardwareReturn.objects.bulk_create(
        [
            HardwareReturn(
                customer_id=line.customer_id,
                line=line,
                position=position,
                name=device["name"],
                serial=device["serial"],
                due_on=due_on,
            )
            for position, device in enumerate(line.returns, start=1)
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def receive_device(
    *, document: Document, device_id: int, on: date, by: Standing, at: datetime
) -> Document:
    """Record that a device is back. Raises NotPermitted, Stale where it was already, Unsound."""
    now = queries.locked(document.pk)
    if Actor.OPERATIONS not in policy.actors(by, now):
        raise NotPermitted(_("You cannot do this."))
    if on > day_of(at):
        message = _("This day is still to come. Choose today or an earlier day.")
        raise Unsound(message, problems=[Problem("on", message)])
    rows = HardwareReturn.objects.filter(pk=device_id, line__document=now)
    device = rows.select_related("line").first()
    if device is None or not rows.filter(received_on=None).update(
        received_on=on, received_by=by.person_id
    ):
        raise Stale(_("This device is back already."))
    record_event(
        document=now,
        step=Happening.DEVICE_BACK,
        at=at,
        by=by,
        actor=Actor.OPERATIONS,
        line_number=device.line.number,
        note=str(device),
        facts={"on": on.isoformat(), "serial": device.serial},
    )
    return queries.whole(now.pk)
