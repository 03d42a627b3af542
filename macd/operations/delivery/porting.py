"""Numbers on their way from another operator: each step told, written once, in its order (41)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.dates import date_format
from accounts.standing import Standing
from macd import policy, queries
from macd.kinds import Problem
from macd.kinds.porting import spans_of
from macd.models import Document, Line, NumberPort
from macd.operations.delivery.outcomes import NOT_HELD, accepts_from, told
from macd.operations.delivery.promising import keep_promise
from macd.operations.recording import record_event
from macd.operations.steps.ports import port_of
from macd.operations.steps.stepping import settle
from macd.plan import next_staffed_day
from macd.porting import PORT_NEXT, PortRefusal, PortState
from macd.refusals import NotPermitted, Stale, Unsound
from macd.telling import BESIDE
from macd.vocabulary import Actor, Happening, LineStatus, LineStep, Party, Status
from services.models import NumberStatus, Service
from services.numbers import advance_number, numbers_of
from services.parameters import parameter

LIVE = frozenset({LineStatus.PLANNED, LineStatus.HELD, LineStatus.DELIVERED})


@transaction.atomic
def advance_port(
    *,
    document: Document,
    number: int,
    to: str,
    by: Standing,
    at: datetime,
    note: str = "",
    refusal: str = "",
    on: date | None = None,
) -> Document:
    """Take the numbers of an item one state further (rule 41).

    Refused ones say why, and the item waits for the customer; confirmed ones have their day, on
    which people work, and the promise moves along; ported ones work from that day. Raises
    NotPermitted, Stale, Unsound.
    """
    now = queries.locked(document.pk)
    if Actor.OPERATIONS not in policy.actors(by, now):
        raise NotPermitted(_("You cannot do this."))
    line, port = _port(now, number)
    if to not in PORT_NEXT[PortState(port.state)] or to == PortState.ASKED:
        raise Stale(
            _("This is no longer possible: the numbers are now “%(state)s”.")
            % {"state": port.get_state_display()}
        )
    values: dict[str, Any] = {"refusal": "", "note": note.strip(), **_said(to, refusal, on, at)}
    _write(port, to, values, by=by, at=at)
    _record(now, line, to, values, by=by, at=at)
    if to == PortState.REFUSED:
        _wait_for_customer(now, line, values, by=by, at=at)
    elif to == PortState.CONFIRMED and on is not None:
        with translation.override(now.language):
            reason = note.strip() or _("The other operator confirmed this day.")
        keep_promise(document=now, lines=[line], day=on, reason=reason, by=by, at=at)
    elif to == PortState.PORTED:
        _answer(line, at=at)
    return queries.whole(now.pk)


def _port(document: Document, number: int) -> tuple[Line, NumberPort]:
    line = next((line for line in document.lines.all() if line.number == number), None)
    port = port_of(line) if line else None
    if line is None or port is None or line.status not in LIVE:
        raise Stale(_("No numbers are on their way with this item."))
    if document.status != Status.IN_DELIVERY:
        raise Stale(
            _("This is no longer possible: the request is now “%(status)s”.")
            % {"status": document.get_status_display()}
        )
    return line, port


def _said(to: str, refusal: str, on: date | None, at: datetime) -> dict[str, Any]:
    """What a state needs beside it. Raises Unsound."""
    today = day_of(at)
    if to == PortState.REFUSED:
        if refusal not in PortRefusal.values:
            raise _unsound("refusal", _("Choose why the other operator refuses."))
        return {"refusal": refusal, "confirmed_on": None}
    if to == PortState.CONFIRMED:
        quiet = str(parameter("quiet_periods", on=today))
        if on is None or on < today:
            raise _unsound("on", _("Give the day that was confirmed; it is not in the past."))
        if next_staffed_day(on, quiet) != on:
            first = date_format(next_staffed_day(on, quiet), "DATE_FORMAT")
            message = _("Nobody switches over on that day. The next one is %(day)s.")
            raise _unsound("on", message % {"day": first})
        return {"confirmed_on": on}
    if to == PortState.PORTED:
        if on is None or on > today:
            raise _unsound("on", _("Give the day on which the numbers came over; not a later one."))
        return {"ported_on": on}
    return {}


def _unsound(path: str, message: str) -> Unsound:
    return Unsound(message, problems=[Problem(path, message)])


def _write(
    port: NumberPort, to: str, values: dict[str, Any], *, by: Standing | None, at: datetime
) -> None:
    """Move on, if nobody else did first."""
    person_id = by.person_id if by else None
    moved = NumberPort.objects.filter(pk=port.pk, state=port.state).update(
        state=to, updated_at=at, updated_by=person_id, **values
    )
    if not moved:
        raise Stale(_("Somebody recorded something about these numbers a moment ago."))
    port.refresh_from_db()


def _record(
    document: Document,
    line: Line,
    to: str,
    values: dict[str, Any],
    *,
    by: Standing | None,
    at: datetime,
) -> None:
    step = Happening(f"port_{to}")
    day = values.get("confirmed_on") or values.get("ported_on")
    record_event(
        document=document,
        step=step,
        at=at,
        by=by,
        actor=Actor.OPERATIONS if to != PortState.ASKED else Actor.REQUESTER,
        tell=BESIDE.get(step, frozenset()),
        line_number=line.number,
        note=values.get("note", ""),
        facts={
            "operator": line.port_in.get("operator", ""),
            "numbers": spans_of(line),
            "refusal": values.get("refusal", ""),
            **({"on": day.isoformat()} if day else {}),
        },
    )


def _wait_for_customer(
    document: Document, line: Line, values: dict[str, Any], *, by: Standing, at: datetime
) -> None:
    """The item waits until the customer corrected what they said of their numbers."""
    if line.status == LineStatus.PLANNED:
        held = {**NOT_HELD, "held_for": Party.CUSTOMER, "held_code": values["refusal"]}
        _step(document, line, LineStep.HOLD, LineStatus.HELD, held, by=by, at=at)


def _step(
    document: Document,
    line: Line,
    step: LineStep,
    to: LineStatus,
    values: dict[str, Any],
    *,
    by: Standing | None,
    at: datetime,
) -> None:
    """What follows for the item stands in its history; people are told of the port alone."""
    before = line.status
    line.advance(to=to, at=at, **values)
    record_event(
        document=document,
        step=f"line_{step.value}",
        at=at,
        by=by,
        actor=Actor.OPERATIONS if by else Actor.SYSTEM,
        from_status=before,
        to_status=to,
        line_number=line.number,
        facts=told(values),
    )
    settle(document, at=at)


def _answer(line: Line, *, at: datetime) -> None:
    """The numbers ring on the service, where it is delivered already; its acceptance may begin."""
    if line.status != LineStatus.DELIVERED:
        return
    service = Service.objects.get(service_id=line.new_service_id)
    for number in numbers_of(service).filter(
        status=NumberStatus.PORTING_IN, e164__in=spans_of(line)
    ):
        advance_number(number=number, to=NumberStatus.ACTIVE)
    Line.objects.filter(pk=line.pk).update(accepts_on=accepts_from(at))


def ask_again(*, document: Document, numbers: Iterable[int], by: Standing, at: datetime) -> None:
    """The customer corrected what a refusal was about: it is checked again, the item goes on."""
    for line in document.lines.all():
        port = port_of(line)
        if line.number not in set(numbers) or port is None or port.state != PortState.REFUSED:
            continue
        values = {"refusal": "", "note": ""}
        _write(port, PortState.ASKED, values, by=by, at=at)
        _record(document, line, PortState.ASKED, values, by=by, at=at)
        if line.status == LineStatus.HELD and line.held_for == Party.CUSTOMER:
            _step(document, line, LineStep.RESUME, LineStatus.PLANNED, NOT_HELD, by=None, at=at)
