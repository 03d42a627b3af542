"""A number that goes to another operator without a request: recorded, and a stop proposed (50)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.standing import Standing
from macd import policy, queries
from macd.kinds import Wanted, rules_for
from macd.leaving import leaves_nothing
from macd.models import Document, Line
from macd.notices import owe_number_word
from macd.operations.filling.drafting import new_document, refreshed, save_lines
from macd.operations.recording import record_event
from macd.refusals import NotPermitted
from macd.telling import BESIDE
from macd.vocabulary import (
    Action,
    Actor,
    Channel,
    Happening,
    Kind,
    NumberAction,
    Party,
    Status,
)
from macd.workflow import FINAL
from services.events import announce_port_out, record_ported_out
from services.inventory import state_on
from services.models import NumberStatus, ServiceNumber, ServicePeriod
from services.numbers import numbers_of


@dataclass(frozen=True, slots=True)
class PortOut:
    """What another operator told: from which day it has a number, or has it already."""

    operator: str
    on: date
    done: bool
    note: str = ""


@transaction.atomic
def report_port_out(
    *, number: ServiceNumber, told: PortOut, by: Standing, at: datetime
) -> Document | None:
    """Record what another operator told of a number, and propose to stop what it rang on (50).

    The proposal is a draft Delete of the service, once no number is left on it; where that would
    leave the customer, or an agreement, without services, finance is told as well: that is no
    matter for a Delete (rule 48). A request that stops the service already is told instead.
    Answers the request, or None where the service goes on: then the account manager is told, for
    nothing else would. Raises NotPermitted, EventRefused.
    """
    if not policy.is_operations(by):
        raise NotPermitted(_("You cannot do this."))
    facts: dict[str, Any] = {"on": told.on, "person_id": by.person_id, "at": at, "note": told.note}
    if told.done:
        entry = record_ported_out(number=number, **facts)
    else:
        entry = announce_port_out(number=number, operator=told.operator, **facts)
    document = _asking_to_stop(number, told, by=by, at=at)
    if document is None:
        owe_number_word(entry=entry, at=at)
    return document


def _asking_to_stop(
    number: ServiceNumber, told: PortOut, *, by: Standing, at: datetime
) -> Document | None:
    """The request that stops what the number rang on, told of it; None where it goes on."""
    period = state_on(number.service, day_of(at))
    if period is None:
        return None
    document, leaving = _stopping(number), False
    if document is None:
        staying = numbers_of(number.service).exclude(status=NumberStatus.PORTING_OUT)
        if staying.exists():
            return None
        document = _proposed(number, period, told, by=by, at=at)
        leaving = document is not None and any(leaves_nothing(document, on=day_of(at)))
    if document is not None:
        _tell(document, number, told, leaving=leaving, by=by, at=at)
    return document


def _stopping(number: ServiceNumber) -> Document | None:
    """The open request that stops the service that the number rang on."""
    lines = Line.objects.filter(service=number.service_id, action=Action.DELETE)
    line = lines.exclude(document__status__in=sorted(FINAL)).order_by("id").first()
    return queries.whole(line.document_id) if line else None


def _proposed(
    number: ServiceNumber, period: ServicePeriod, told: PortOut, *, by: Standing, at: datetime
) -> Document | None:
    """A draft that both sides see: stop the service from the day on which the number is gone."""
    customer = number.customer
    starters = policy.starters_of(customer.pk)
    if not starters:
        return None
    document = new_document(
        kind=Kind.DELETE,
        customer=customer,
        at=at,
        requester_id=starters[0].pk,
        started_by_id=by.person_id,
        asked_by=told.operator,
        asked_channel=Channel.MAIL,
        received_on=day_of(at),
        office=period.office,
        language=customer.language,
        requested_on=max(told.on, day_of(at)),
        shared=True,
        ball=Party.CUSTOMER,
    )
    lines = rules_for(Kind.DELETE).lines(Wanted(office=period.office, periods=[period]))
    for line in lines:
        line.number_actions = dict.fromkeys(line.number_actions, NumberAction.PORT_OUT.value)
    save_lines(document, lines, on=day_of(at))
    record_event(
        document=document,
        step=Happening.OPEN,
        at=at,
        by=by,
        actor=Actor.OPERATIONS,
        to_status=Status.DRAFT,
    )
    return refreshed(document, at=at)


def _tell(
    document: Document,
    number: ServiceNumber,
    told: PortOut,
    *,
    leaving: bool,
    by: Standing,
    at: datetime,
) -> None:
    finance = frozenset({Actor.FINANCE}) if leaving else frozenset()
    facts: dict[str, Any] = {
        "number": number.e164,
        "size": number.range_size,
        "operator": told.operator,
        "on": told.on.isoformat(),
        "done": told.done,
        "leaving": leaving,
    }
    record_event(
        document=document,
        step=Happening.PORT_OUT,
        at=at,
        by=by,
        actor=Actor.OPERATIONS,
        tell=BESIDE[Happening.PORT_OUT] | finance,
        note=told.note,
        facts=facts,
    )
