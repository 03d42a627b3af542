"""The lines that decisions about the services of a moving office make (domain.md §4)."""

from macd.kinds.base import Wanted
from macd.kinds.numbers import UNDECIDED, moving_numbers, undecided_numbers
from macd.models import Line
from macd.vocabulary import Action, Decision, NumberAction
from services.models import ServicePeriod


class MoveLines:
    """Makes one, two or no real lines of each decision."""

    def lines(self, wanted: Wanted) -> list[Line]:
        """Every service of the old office goes along, until something else is decided."""
        lines: list[Line] = []
        numbers = moving_numbers(wanted.periods, to_office=wanted.to_office, rows=wanted.numbers)
        for period in wanted.periods:
            made = _made(period, Decision.MOVE, wanted, first=len(lines) + 1)
            made[-1].number_actions = numbers.get(period.service_id, {})
            lines += made
        return lines

    def decided(
        self, period: ServicePeriod, decision: Decision, wanted: Wanted, *, first: int
    ) -> list[Line]:
        """The lines, numbered from ``first``, that one decision about one service makes."""
        made = _made(period, decision, wanted, first=first)
        if decision == Decision.STOP:
            made[-1].number_actions = undecided_numbers([period], rows=wanted.numbers)[
                period.service_id
            ]
        elif wanted.replaced_by is not None:
            _hand_over(made[-1], period, wanted)
        elif decision != Decision.KEEP:
            numbers = moving_numbers([period], to_office=wanted.to_office, rows=wanted.numbers)
            made[-1].number_actions = numbers.get(period.service_id, {})
        return made


def _made(period: ServicePeriod, decision: Decision, wanted: Wanted, *, first: int) -> list[Line]:
    within = wanted.office is not None and wanted.office == wanted.to_office
    pair = (_stop,) if wanted.replaced_by else (_shift,) if within else (_stop, _start)
    makers = {
        Decision.MOVE: (_shift,) if within else (_stop, _start),
        Decision.REPLACE: pair,
        Decision.STOP: (_stop,),
        Decision.KEEP: (_keep,),
    }
    lines = [make(period, wanted) for make in makers[decision]]
    for offset, line in enumerate(lines):
        line.number, line.decision = first + offset, decision
    if decision == Decision.REPLACE and wanted.replaced_by is not None:
        lines[0].replaced_by = wanted.replaced_by
    return lines


def _hand_over(line: Line, period: ServicePeriod, wanted: Wanted) -> None:
    """Numbers go over to the service that takes its place, where their zone allows it."""
    taken_by = wanted.replaced_by
    if taken_by is None:
        return
    told = moving_numbers([period], to_office=wanted.to_office, rows=wanted.numbers)
    decided = told.get(period.service_id, {})
    for e164, action in decided.items():
        goes = action != UNDECIDED
        line.number_actions[e164] = NumberAction.TRANSFER.value if goes else UNDECIDED
        line.number_details[e164] = {"service": taken_by.service_id}


def _stop(period: ServicePeriod, wanted: Wanted) -> Line:
    return Line(**_as_installed(period), action=Action.DELETE, place_from=period.office, desired={})


def _start(period: ServicePeriod, wanted: Wanted) -> Line:
    return Line(
        **_as_installed(period),
        action=Action.ADD,
        place_from=period.office,
        place_to=wanted.to_office,
        desired=dict(period.configuration),
    )


def _shift(period: ServicePeriod, wanted: Wanted) -> Line:
    """Within one building nothing stops: the same service goes to another floor or room."""
    return Line(
        **_as_installed(period),
        action=Action.MODIFY,
        place_from=period.office,
        place_to=period.office,
        desired=dict(period.configuration),
    )


def _keep(period: ServicePeriod, wanted: Wanted) -> Line:
    return Line(
        **_as_installed(period),
        action=Action.NO_CHANGE,
        place_from=period.office,
        place_to=period.office,
        desired=dict(period.configuration),
    )


def _as_installed(period: ServicePeriod) -> dict[str, object]:
    return {
        "service": period.service,
        "offering_version": period.offering_version,
        "current_offering_version": period.offering_version,
        "agreement": period.service.agreement,
        "billing_account": period.service.billing_account,
        "current": dict(period.configuration),
        "quantity_before": period.quantity,
        "quantity": period.quantity,
    }
