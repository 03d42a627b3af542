"""Telephone numbers in a request: which ones a decision is asked about, and which it may be."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from django.utils.translation import gettext as _

from macd.kinds.problem import Problem
from macd.models import Line
from macd.vocabulary import Action, NumberAction
from offices.models import Office
from services.models import ServiceNumber, ServicePeriod
from services.models.number import GONE
from services.numbers import may_keep

UNDECIDED = ""


def undecided_numbers(periods: Iterable[ServicePeriod]) -> dict[int, dict[str, str]]:
    """The numbers that these services use now, by service, each without a decision (rule 50)."""
    return _by_service(periods, lambda _number: UNDECIDED)


def moving_numbers(
    periods: Iterable[ServicePeriod], *, to_office: Office | None
) -> dict[int, dict[str, str]]:
    """The same for services that move: what may go along does, the rest is asked (rule 30)."""

    def decided(number: ServiceNumber) -> str:
        stays = to_office is not None and may_keep(number, to_office=to_office)
        return NumberAction.KEEP.value if stays else UNDECIDED

    return _by_service(periods, decided)


def _by_service(
    periods: Iterable[ServicePeriod], decide: Callable[[ServiceNumber], str]
) -> dict[int, dict[str, str]]:
    services = [period.service_id for period in periods]
    found: dict[int, dict[str, str]] = defaultdict(dict)
    rows = ServiceNumber.objects.filter(service__in=services).exclude(status__in=GONE)
    for row in rows.order_by("e164"):
        found[row.service_id][row.e164] = decide(row)
    return found


def number_problems(line: Line) -> Iterator[Problem]:
    """A number without a decision, or one that would stay where its service stops (rule 50)."""
    for number, action in line.number_actions.items():
        if action == UNDECIDED or (
            action == NumberAction.KEEP.value and line.action == Action.DELETE
        ):
            yield Problem(
                f"line.{line.number}.numbers.{number}",
                _("Say what becomes of number %(number)s.") % {"number": number},
            )
