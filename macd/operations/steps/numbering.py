"""What a delivered line does with the numbers that were decided about (rules 30 and 50)."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from macd.models import Document, Line
from macd.vocabulary import Action, NumberAction
from services.models import NumberStatus, NumberUse, Service, ServiceNumber
from services.models.number import GONE
from services.numbers import (
    NumberRefused,
    advance_number,
    forward_number,
    relocate_number,
    shown_span,
    split_range,
    transfer_number,
)

N = NumberAction
# Which half of a move settles a number: the start takes it along, the stop lets it go.
AT_START = frozenset({N.KEEP, N.NOMADIC, N.FORWARD})
AT_STOP = frozenset({N.RELEASE, N.REPLACE, N.PORT_OUT, N.TRANSFER})


def part_ranges(lines: Iterable[Line]) -> None:
    """Part the ranges of which a part has its own decision (rule 50); again changes nothing."""
    for line in lines:
        sizes = {
            e164: int(told["size"]) for e164, told in line.number_details.items() if "size" in told
        }
        rows = ServiceNumber.objects.filter(service=line.service_id).exclude(status__in=GONE)
        for e164 in sorted(sizes, key=lambda number: int(number[1:])):
            number = rows.filter(e164=e164).first()
            if number is not None and number.range_size > sizes[e164]:
                split_range(number=number, first=sizes[e164])


def settle_numbers(document: Document, line: Line, service: Service) -> None:
    """Do what was decided: kept ones go along, the others leave with the stop.

    A number whose zone allows it moves to the new service (rule 30); one that is ported out keeps
    the stop waiting until the other operator has it (rule 50). Raises NumberRefused.
    """
    decided = _decided(document, line)
    mine = {Action.ADD: AT_START, Action.DELETE: AT_STOP}.get(Action(line.action), frozenset())
    wanted = {e164: N(action) for e164, action in decided.items() if action in mine}
    if not wanted:
        return
    part_ranges(each for each in document.lines.all() if each.service_id == line.service_id)
    rows = ServiceNumber.objects.filter(service=line.service_id, e164__in=wanted)
    for number in rows.exclude(status__in=GONE).select_related("service"):
        SETTLES[wanted[number.e164]](number, line, service)


def _keep(number: ServiceNumber, line: Line, service: Service) -> None:
    moved = transfer_number(number=number, to=service)
    if line.place_to is not None:
        relocate_number(number=moved, to_office=line.place_to)


def _keep_nomadic(number: ServiceNumber, line: Line, service: Service) -> None:
    number.use = NumberUse.NOMADIC
    number.save(update_fields=["use"])
    _keep(number, line, service)


def _forward(number: ServiceNumber, line: Line, service: Service) -> None:
    to = str(line.number_details.get(number.e164, {}).get("forward_to", ""))
    forward_number(number=transfer_number(number=number, to=service), to=to)


def _transfer(number: ServiceNumber, line: Line, service: Service) -> None:
    target = line.number_details.get(number.e164, {}).get("service")
    found = Service.objects.filter(customer=number.customer_id, service_id=target).first()
    if found is None:
        raise NumberRefused(f"{number.e164}: {target}")
    moved = transfer_number(number=number, to=found)
    place = found.periods.filter(valid__upper_inf=True).select_related("office").first()
    if place is not None and place.office is not None:
        relocate_number(number=moved, to_office=place.office)


def _let_go(number: ServiceNumber, line: Line, service: Service) -> None:
    advance_number(number=number, to=NumberStatus.RELEASED)


def _port_out(number: ServiceNumber, line: Line, service: Service) -> None:
    """What goes to another operator is gone by now: the stop waits for the confirmed port."""
    raise NumberRefused(
        _(
            "%(number)s is not with the other operator yet. Record that it was ported out first,"
            " or put the item on hold."
        )
        % {"number": shown_span(number.e164, number.range_size)}
    )


SETTLES: dict[NumberAction, Callable[[ServiceNumber, Line, Service], None]] = {
    N.KEEP: _keep,
    N.NOMADIC: _keep_nomadic,
    N.FORWARD: _forward,
    N.TRANSFER: _transfer,
    N.RELEASE: _let_go,
    N.REPLACE: _let_go,
    N.PORT_OUT: _port_out,
}


def _decided(document: Document, line: Line) -> dict[str, str]:
    """The decisions stand on the stop, or for a moved service on its start."""
    found: dict[str, str] = {}
    for each in document.lines.all():
        if each.service_id == line.service_id and line.service_id is not None:
            found.update(each.number_actions)
            line.number_details = {**each.number_details, **line.number_details}
    return found
