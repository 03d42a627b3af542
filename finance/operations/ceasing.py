"""What ending an agreement does to one service and its numbers."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q

from finance.models import NumberDecision
from services.inventory import Source, record_change
from services.models import Cause, NumberStatus, Service, ServiceNumber, SourceKind
from services.models.number import GONE
from services.numbers import advance_number


def cease_service(service: Service, *, on: date, reference: str, reason: str, at: datetime) -> bool:
    """End a service on a day, the first without it; what was planned for later is voided.

    Says whether there was anything to end: what has stopped by then stays as it is, so a second
    time does nothing.
    """
    runs_on = Q(valid__upper_inf=True) | Q(valid__endswith__gt=on)
    if not service.periods.filter(runs_on).exists():
        return False
    entries = list(service.entries.order_by("effective_on", "seq"))
    voided = {entry.voids_id for entry in entries}
    later = [e for e in entries if e.effective_on >= on and e.change and e.pk not in voided]
    facts: dict[str, Any] = {
        "service": service,
        "effective_on": on,
        "source": Source(SourceKind.PROVIDER_EVENT, reference, cause=Cause.ASKED),
        "person_id": None,
        "at": at,
        "reason": reason,
    }
    for entry in reversed(later):
        record_change(change={}, voids=entry, **facts)
    if service.periods.filter(valid__contains=on).exists():
        record_change(change={"cease": True}, **facts)
    return True


def leave_number(number: ServiceNumber, decision: NumberDecision) -> None:
    """Give a number up, or let it go to another operator, who confirms that later."""
    if number.status in GONE or number.status == NumberStatus.PORTING_OUT:
        return
    wanted = NumberStatus.RELEASED
    if decision == NumberDecision.PORT_OUT and number.status == NumberStatus.ACTIVE:
        wanted = NumberStatus.PORTING_OUT
    advance_number(number=number, to=wanted)
