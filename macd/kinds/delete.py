"""Delete: services that stop while the customer stays."""

import datetime
from collections.abc import Iterator

from macd.kinds.base import KindRules, Wanted
from macd.kinds.fields import COMMON
from macd.kinds.numbers import number_problems, undecided_numbers
from macd.kinds.problem import Problem
from macd.kinds.reliance import stranded_problems
from macd.kinds.sight import Sight
from macd.leaving import leaves_nothing
from macd.models import Document, Line
from macd.plan import stop_day
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

    def found(self, sight: Sight) -> Iterator[Problem]:
        """Beside the rules of all: what stops may not be all there is (rule 48)."""
        yield from super().found(sight)
        yield from number_problems(sight)
        yield from last_service_problems(sight)
        yield from stranded_problems(sight)

    def effective_on(self, document: Document, *, on: datetime.date) -> datetime.date | None:
        """The first day without service: notice may move the day that is wanted (rule 49)."""
        return stop_day(document, on=on)


def last_service_problems(sight: Sight) -> Iterator[Problem]:
    """Rule 48: the last service of the customer or of an agreement is no matter for a Delete."""
    for what in leaves_nothing(sight.document, on=sight.on):
        yield Problem("lines", what, leaving=True)
