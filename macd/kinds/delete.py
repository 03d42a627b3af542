"""Delete: services that stop while the customer stays."""

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _

from macd.kinds.base import KindRules, Problem, Wanted
from macd.kinds.fields import COMMON
from macd.leaving import leaves_nothing
from macd.models import Document, Line
from macd.plan import stranded
from macd.vocabulary import Action, Kind


class Delete(KindRules):
    """Rules 48 to 55."""

    kind = Kind.DELETE
    fields = COMMON
    finance_decides = True
    may_lapse = False

    def lines(self, wanted: Wanted) -> list[Line]:
        """One line for each service that stops."""
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
        for number, action in line.number_actions.items():
            if not action:
                yield Problem(
                    f"line.{line.number}.numbers.{number}",
                    _("Say what becomes of number %(number)s.") % {"number": number},
                )


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
