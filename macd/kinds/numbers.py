"""Telephone numbers in a request: which ones a decision is asked about, and which it may be."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from macd.kinds.problem import Problem
from macd.kinds.sight import Sight
from macd.models import Line
from macd.vocabulary import Action, NumberAction, SectionName, Side
from offices.models import Office
from services.models import ServiceNumber, ServicePeriod
from services.models.number import GONE
from services.numbers import end_of_span, may_keep, shown_span

UNDECIDED = ""
N = NumberAction
# What a number may become where its service stops, and where its service goes on elsewhere.
AT_A_STOP = (N.RELEASE, N.PORT_OUT, N.TRANSFER)
AT_A_MOVE = (N.KEEP, N.REPLACE, N.FORWARD, N.TRANSFER, N.PORT_OUT, N.RELEASE)
# Only the account manager takes a fixed number out of its zone, and says why (rule 30).
BY_STAFF = (N.NOMADIC,)
# Numbers that ring at the new address, so that the emergency services must know it.
RING_THERE = frozenset({N.KEEP, N.NOMADIC, N.REPLACE})


Rows = Mapping[int, Sequence[ServiceNumber]]


def numbers_in_use(periods: Iterable[ServicePeriod]) -> Rows:
    """The numbers that these services use now, by service, in one query."""
    services = [period.service_id for period in periods]
    found: dict[int, list[ServiceNumber]] = {pk: [] for pk in services}
    rows = ServiceNumber.objects.filter(service__in=services).exclude(status__in=GONE)
    for row in rows.order_by("e164"):
        found[row.service_id].append(row)
    return found


def undecided_numbers(
    periods: Collection[ServicePeriod], *, rows: Rows | None = None
) -> dict[int, dict[str, str]]:
    """Those numbers, by service, each without a decision (rule 50); ``rows``: read already."""
    return _by_service(periods, lambda _number: UNDECIDED, rows)


def moving_numbers(
    periods: Collection[ServicePeriod], *, to_office: Office | None, rows: Rows | None = None
) -> dict[int, dict[str, str]]:
    """The same for services that move: what may go along does, the rest is asked (rule 30)."""

    def decided(number: ServiceNumber) -> str:
        stays = to_office is not None and may_keep(number, to_office=to_office)
        return N.KEEP.value if stays else UNDECIDED

    return _by_service(periods, decided, rows)


def _by_service(
    periods: Collection[ServicePeriod], decide: Callable[[ServiceNumber], str], rows: Rows | None
) -> dict[int, dict[str, str]]:
    known = numbers_in_use(periods) if rows is None else rows
    return {
        period.service_id: {row.e164: decide(row) for row in known.get(period.service_id, ())}
        for period in periods
    }


def offered_for(line: Line, number: ServiceNumber | None, *, side: Side) -> list[NumberAction]:
    """What a side may choose for a number, in the order in which it is best read."""
    if line.action == Action.DELETE or number is None:
        return list(AT_A_STOP)
    fits = _fits(line, number)
    offered = [one for one in AT_A_MOVE if fits or one != N.KEEP]
    if side == Side.PROVIDER or line.number_actions.get(number.e164) == N.NOMADIC:
        offered[1:1] = BY_STAFF
    return offered


def _fits(line: Line, number: ServiceNumber) -> bool:
    return line.place_to is not None and may_keep(number, to_office=line.place_to)


def number_problems(sight: Sight) -> Iterator[Problem]:
    """What is still to be said of each number, and what cannot be (rules 30 and 50)."""
    for line in sight.lines:
        for e164, action in line.number_actions.items():
            message, what = _wrong(sight, line, e164, action)
            if message:
                staff = what == "number_reason"
                yield Problem(
                    f"line.{line.number}.{what}.{e164}",
                    message % {"number": shown_span(e164, size_of(line, e164))},
                    SectionName.NUMBERS.value if staff else "",
                    Side.PROVIDER if staff else None,
                )


def _wrong(sight: Sight, line: Line, e164: str, action: str) -> tuple[str, str]:
    """What is wrong with one decision, and which part of it."""
    allowed = AT_A_STOP if line.action == Action.DELETE else (*AT_A_MOVE, *BY_STAFF)
    if action not in allowed:
        return _("Say what becomes of number %(number)s."), "numbers"
    number = sight.numbers.get(range_of(line, e164))
    if number is not None and not _is_whole(line, e164, number):
        return _("%(number)s is another range by now. Take this item out and in again."), "numbers"
    if action == N.KEEP and number is not None and not _fits(line, number):
        text = _(
            "%(number)s cannot leave its telephone zone. Choose a new number, or forward its calls."
        )
        return text, "numbers"
    check = CHECKS.get(N(action))
    return check(sight, line, e164) if check else ("", "")


def range_of(line: Line, e164: str) -> str:
    """The number with which the range begins that a number, or a part of a range, is of."""
    return str(line.number_details.get(e164, {}).get("part_of") or e164)


def size_of(line: Line, e164: str) -> int:
    """How many numbers one decision is about."""
    return int(line.number_details.get(e164, {}).get("size") or 1)


def next_part(line: Line, e164: str) -> str | None:
    """The part of the same range that begins where this one ends, where it was split there."""
    following = end_of_span(e164, size_of(line, e164) + 1)
    split = following in line.number_actions and line.number_details.get(following, {})
    same = split and range_of(line, following) == range_of(line, e164)
    return following if same else None


def _is_whole(line: Line, e164: str, number: ServiceNumber) -> bool:
    """Whether the parts of a range are the range; in delivery it is parted in the inventory too."""
    if range_of(line, e164) != e164 or "size" not in line.number_details.get(e164, {}):
        return True
    parts = [each for each in line.number_actions if range_of(line, each) == e164]
    together = sum(size_of(line, each) for each in parts)
    return number.range_size in (together, size_of(line, e164))


def _forwarded(_sight: Sight, line: Line, e164: str) -> tuple[str, str]:
    to = str(line.number_details.get(e164, {}).get("forward_to") or "")
    if not to:
        return _("Say to which number the calls of %(number)s go."), "number_forward"
    if to == e164:
        return _("%(number)s cannot be forwarded to itself."), "number_forward"
    return "", ""


def _transferred(sight: Sight, line: Line, e164: str) -> tuple[str, str]:
    target = line.number_details.get(e164, {}).get("service")
    there = {period.service.service_id: period for period in sight.periods}
    period = there.get(str(target or ""))
    if period is None or period.service_id in sight.stops:
        text = _("Choose the service that goes on with %(number)s; one that does not stop.")
        return text, "number_service"
    number = sight.numbers.get(range_of(line, e164))
    if number is not None and period.office and not may_keep(number, to_office=period.office):
        text = _("%(number)s cannot leave its telephone zone. Choose a service in the same zone.")
        return text, "number_service"
    return "", ""


def _nomadic(_sight: Sight, line: Line, e164: str) -> tuple[str, str]:
    if line.number_details.get(e164, {}).get("reason"):
        return "", ""
    return _("Say why %(number)s may be used away from its zone."), "number_reason"


CHECKS: dict[NumberAction, Callable[[Sight, Line, str], tuple[str, str]]] = {
    N.FORWARD: _forwarded,
    N.TRANSFER: _transferred,
    N.NOMADIC: _nomadic,
}


def rings_at_new_address(lines: Iterable[Line]) -> bool:
    """Whether any number will be answered at another address than now."""
    return any(
        action in RING_THERE
        for line in lines
        if line.action != Action.DELETE
        for action in line.number_actions.values()
    )
