"""What is recorded of one item's delivery or delay: columns, facts for its history, inventory."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.standing import Standing
from macd.fieldwork import DELAYED_BY, DelayCode
from macd.kinds import Problem
from macd.kinds.porting import SAY_NUMBER_GIVEN, misses_number, spans_of
from macd.models import Document, Line
from macd.operations.delivery.fulfilling import fulfil, set_quantity
from macd.operations.delivery.returning import owe_return
from macd.operations.steps.ports import port_open
from macd.refusals import Unsound
from macd.vocabulary import Action, Party
from services.calendar import add_business_days
from services.models import NumberUse, Service
from services.numbers import NumberRefused, assign_number, shown
from services.numbers import e164 as as_e164
from services.parameters import parameter

NOT_HELD: dict[str, Any] = {
    "held_for": "",
    "held_reason": "",
    "held_until": None,
    "held_code": "",
    "held_by": "",
}
# What of the columns a line's history tells as well.
TOLD = (
    "delivered_on",
    "accepts_on",
    "serials",
    "circuit_id",
    "numbers",
    "held_for",
    "held_code",
    "held_until",
)


@dataclass(frozen=True, slots=True)
class Words:
    """Who takes a step on a line, when, and what they say with it."""

    by: Standing | None
    at: datetime
    note: str
    on: date
    facts: dict[str, Any]


def told(values: dict[str, Any]) -> dict[str, Any]:
    """The columns that a step wrote, as its history keeps them; "on" is the day of delivery."""
    names = {"delivered_on": "on"}
    return {
        names.get(name, name): value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
        if name in TOLD and value
    }


def holding(words: Words) -> dict[str, Any]:
    """A delay's columns; its code says whose clock runs. Raises Unsound without either."""
    code = words.facts.get("code") or ""
    party = DELAYED_BY[DelayCode(code)] if code in DelayCode.values else words.facts.get("party")
    if party not in Party.values or party == Party.NOBODY:
        path = "party" if "party" in words.facts else "code"
        message = _("Choose who is to act now.")
        raise Unsound(message, problems=[Problem(path, message)])
    return {
        "held_for": str(party),
        "held_code": code,
        "held_reason": words.note,
        "held_until": words.facts.get("until"),
    }


def delivery(document: Document, line: Line, words: Words) -> dict[str, Any]:
    """A delivery's columns; the first one writes the inventory.

    After a defect it is delivered again; it stands in the inventory since the first time. It
    counts as accepted from ``accepts_on``, n business days after the customer is told.
    """
    new_id, given = line.new_service_id, new_numbers(line, words)
    facts: dict[str, Any] = {"on": words.on, "by": words.by, "at": words.at}
    if line.delivered_on is None:
        if line.delivered_quantity:
            set_quantity(document, line, quantity=line.quantity, **facts)
        else:
            new_id = fulfil(document, line, **facts)
        _take_over(line, new_id)
        owe_return(line, on=words.on)
    assign(line, new_id, given)
    return {
        "delivered_on": words.on,
        "accepts_on": None if port_open(line) else accepts_from(words.at),
        "new_service_id": new_id,
        "delivered_quantity": line.quantity if line.has_parts else 0,
        "serials": _serials(line, words),
        "circuit_id": words.facts.get("circuit_id") or line.circuit_id,
        "numbers": [*line.numbers, *given],
    }


def accepts_from(at: datetime) -> date:
    """The first day on which a delivery that is told now counts as accepted by itself."""
    told_on = day_of(at)
    days = parameter("acceptance_business_days", on=told_on)
    return add_business_days(told_on, days) + timedelta(days=1)


def _take_over(line: Line, service_id: str) -> None:
    """The numbers that come from another operator stand with the service, on their way or here."""
    if not spans_of(line):
        return
    service, waits = Service.objects.get(service_id=service_id), port_open(line)
    for e164, size in spans_of(line).items():
        use = NumberUse.NOMADIC if line.port_in.get("reason") else NumberUse.FIXED_SITE
        facts = {"range_size": size, "use": use, "ported": waits}
        _give(service, e164, line, **facts)


def _serials(line: Line, words: Words) -> list[str]:
    """Those that are named now; what came in parts before keeps its own beside them."""
    named = list(words.facts.get("serials") or ())
    if line.delivered_quantity and line.delivered_on is None:
        return [*line.serials, *named]
    return named or list(line.serials)


def new_numbers(line: Line, words: Words) -> list[str]:
    """The telephone numbers that are given with a new service, in E.164.

    Raises Unsound, also for a number that would be delivered without its number.
    """
    typed = list(words.facts.get("numbers") or ())
    if not typed and misses_number(line):
        raise _refused(str(SAY_NUMBER_GIVEN))
    if typed and (line.action != Action.ADD or line.decision):
        raise _refused(_("Only a new service is given numbers here."))
    try:
        found = [as_e164(number) for number in typed]
    except NumberRefused as refused:
        raise _refused(str(refused)) from refused
    return [number for number in dict.fromkeys(found) if number not in line.numbers]


def assign(line: Line, service_id: str, numbers: list[str]) -> None:
    """Give a service its numbers. Raises Unsound for one that is in use."""
    if not numbers:
        return
    service = Service.objects.get(service_id=service_id)
    for number in numbers:
        _give(service, number, line)


def _give(service: Service, number: str, line: Line, **facts: Any) -> None:
    try:
        with transaction.atomic():
            assign_number(service=service, number=number, office=line.place_to, **facts)
    except IntegrityError as error:
        message = _("%(number)s is in use already.") % {"number": shown(number)}
        raise _refused(message) from error


def _refused(message: str) -> Unsound:
    return Unsound(message, problems=[Problem("numbers", message)])
