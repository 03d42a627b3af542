"""Delete: services that stop while the customer stays."""

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _

from macd.kinds.base import KindRules, Wanted
from macd.kinds.fields import COMMON
from macd.kinds.numbers import number_problems, undecided_numbers
from macd.kinds.problem import Problem
from macd.leaving import leaves_nothing
from macd.models import Document, Line
from macd.plan import stop_day, stranded
from macd.vocabulary import Action, Kind


class Delete(KindRules):
    """Rules 48 to 55."""

    kind = Kind.DELETE
    fields = COMMON
    finance_decides = True
    may_lapse = False

    def lines(self, wanted: Wanted) -> list[Line]:
        """One line for each service that stops, with the numbers to decide about."""
        numbers = undecided_numbers(wanted.periods)
        return [
            Line(
                number=number,
                action=Action.DELETE,
                service=period.service,
                offering_version=period.offering_version,
                current_offering_version=period.offering_version,
                agreement=period.service.agreement,
                billing_account=period.service.billing_account,
                place_from=period.office,
                current=dict(period.configuration),
                quantity_before=period.quantity,
                quantity=period.quantity,
                number_actions=numbers.get(period.service_id, {}),
            )
            for number, period in enumerate(wanted.periods, start=1)
        ]

    def problems(self, document: Document, *, on: datetime.date) -> Iterator[Problem]:
        """Beside the rules of all: what stops may not be all there is (rule 48)."""
        yield from super().problems(document, on=on)
        yield from last_service_problems(document, on=on)
        yield from stranded_problems(document, on=on)

    def line_problems(
        self, document: Document, line: Line, *, on: datetime.date
    ) -> Iterator[Problem]:
        """Every number of a service that stops has its decision (rule 50)."""
        yield from super().line_problems(document, line, on=on)
        yield from number_problems(line)

    def effective_on(self, document: Document, *, on: datetime.date) -> datetime.date | None:
        """The first day without service: notice may move the day that is wanted (rule 49)."""
        return stop_day(document, on=on)


def last_service_problems(document: Document, *, on: datetime.date) -> Iterator[Problem]:
    """Rule 48: the last service of the customer or of an agreement is no matter for a Delete."""
    for what in leaves_nothing(document, on=on):
        yield Problem("lines", what, leaving=True)


def stranded_problems(document: Document, *, on: datetime.date) -> Iterator[Problem]:
    """Rules 34 and 51: what relies on a service at its office goes with it."""
    for reliance in stranded(document, on=on):
        yield Problem(
            "lines",
            _("%(service)s (%(name)s) cannot work without what stops. Stop or move it as well.")
            % {
                "service": reliance.period.service,
                "name": reliance.period.offering_version.name,
            },
        )
