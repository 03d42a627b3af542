"""Move: an office goes elsewhere, and its services with it."""

import datetime
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from macd.kinds.base import KindRules, Wanted
from macd.kinds.delete import last_service_problems, stranded_problems
from macd.kinds.feasibility import serviceability_problems
from macd.kinds.fields import (
    AT_THE_OFFICE,
    COMMON,
    SERVICEABILITY,
    SERVICEABILITY_ON,
    Field,
)
from macd.kinds.numbers import moving_numbers, number_problems, undecided_numbers
from macd.kinds.problem import Problem
from macd.models import Document, Line
from macd.vocabulary import Action, Decision, Kind, SectionName, Side
from offices.models import OfficeStatus
from services.inventory import services_on
from services.models import ServicePeriod

_C, _SITES, _PLANNING = Side.CUSTOMER, SectionName.SITES, SectionName.PLANNING
_YES_NO_ASKED = (
    ("yes", gettext_lazy("Yes")),
    ("asked", gettext_lazy("Asked, no answer yet")),
    ("not_needed", gettext_lazy("Not needed")),
)
CHECKLIST = (
    Field(
        _SITES,
        "landlord",
        gettext_lazy("The landlord of the new place agrees"),
        _C,
        "choice",
        required=True,
        choices=_YES_NO_ASKED,
    ),
    Field(_SITES, "cabling", gettext_lazy("Cabling inside the new building"), _C, required=True),
    Field(
        _SITES, "power_and_rack", gettext_lazy("Power and rack at the new place"), _C, required=True
    ),
    Field(
        _SITES,
        "existing_line",
        gettext_lazy("Line that is there now, or the previous occupant"),
        _C,
        help=gettext_lazy("An Easy Switch or line number, or the name of who was there before."),
    ),
    Field(
        _SITES,
        "old_contact_name",
        gettext_lazy("On-site contact at the old place"),
        _C,
        required=True,
    ),
    Field(
        _SITES,
        "old_contact_mobile",
        gettext_lazy("Mobile number of the contact at the old place"),
        _C,
        "phone",
        required=True,
    ),
    Field(
        _PLANNING,
        "overlap_days",
        gettext_lazy("Days on which both places work"),
        _C,
        "days",
        help=gettext_lazy("Both places are billed on these days."),
    ),
    Field(
        _PLANNING,
        "gap_confirmed",
        gettext_lazy("The old place may stop before the new one works"),
        _C,
        "flag",
    ),
)


class Move(KindRules):
    """Rules 26 to 36; each moved service is a pair of lines (domain.md §4)."""

    kind = Kind.MOVE
    fields = (*COMMON, *AT_THE_OFFICE, *CHECKLIST, SERVICEABILITY, SERVICEABILITY_ON)

    def lines(self, wanted: Wanted) -> list[Line]:
        """For each service of the old office a stop there and a start at the new one."""
        lines: list[Line] = []
        numbers = moving_numbers(wanted.periods, to_office=wanted.to_office)
        for period in wanted.periods:
            made = self._made(period, Decision.MOVE, wanted, first=len(lines) + 1)
            made[-1].number_actions = numbers.get(period.service_id, {})
            lines += made
        return lines

    def decided(
        self, period: ServicePeriod, decision: Decision, wanted: Wanted, *, first: int
    ) -> list[Line]:
        """The lines, numbered from ``first``, that one decision about one service makes."""
        made = self._made(period, decision, wanted, first=first)
        if decision == Decision.STOP:
            made[-1].number_actions = undecided_numbers([period]).get(period.service_id, {})
        elif decision != Decision.KEEP:
            numbers = moving_numbers([period], to_office=wanted.to_office)
            made[-1].number_actions = numbers.get(period.service_id, {})
        return made

    def _made(
        self, period: ServicePeriod, decision: Decision, wanted: Wanted, *, first: int
    ) -> list[Line]:
        makers = {
            Decision.MOVE: (self._stop, self._start),
            Decision.REPLACE: (self._stop, self._start),
            Decision.STOP: (self._stop,),
            Decision.KEEP: (self._keep,),
        }
        lines = [make(period, wanted) for make in makers[decision]]
        for offset, line in enumerate(lines):
            line.number, line.decision = first + offset, decision
        return lines

    def _stop(self, period: ServicePeriod, wanted: Wanted) -> Line:
        return Line(
            **_as_installed(period), action=Action.DELETE, place_from=period.office, desired={}
        )

    def _start(self, period: ServicePeriod, wanted: Wanted) -> Line:
        return Line(
            **_as_installed(period),
            action=Action.ADD,
            place_from=period.office,
            place_to=wanted.to_office,
            desired=dict(period.configuration),
        )

    def _keep(self, period: ServicePeriod, wanted: Wanted) -> Line:
        return Line(
            **_as_installed(period),
            action=Action.NO_CHANGE,
            place_from=period.office,
            place_to=period.office,
            desired=dict(period.configuration),
        )

    def problems(self, document: Document, *, on: datetime.date) -> Iterator[Problem]:
        """Beside the rules of all: two different offices, and every service decided."""
        yield from super().problems(document, on=on)
        if document.office is None:
            yield Problem("office", _("Choose the office that you move from."))
            return
        to_office = document.to_office
        if to_office is None or to_office == document.office:
            yield Problem("to_office", _("Choose the office that you move to."))
        elif to_office.status == OfficeStatus.CLOSED:
            yield Problem("to_office", _("%(office)s is closed.") % {"office": to_office})
        decided = {line.service_id for line in document.lines.all()}
        for period in self.movable(document, on=on):
            if period.service_id not in decided:
                yield Problem(
                    "lines", _("Decide what becomes of %(service)s.") % {"service": period.service}
                )
        yield from last_service_problems(document, on=on)
        yield from stranded_problems(document, on=on)
        yield from serviceability_problems(document, on=on)

    def line_problems(
        self, document: Document, line: Line, *, on: datetime.date
    ) -> Iterator[Problem]:
        """Every number that cannot simply go along has its decision (rules 30 and 50)."""
        yield from super().line_problems(document, line, on=on)
        yield from number_problems(line)

    def movable(self, document: Document, *, on: datetime.date) -> Sequence[ServicePeriod]:
        """The services tied to the old office that day (rule 27)."""
        return [
            period
            for period in services_on(
                customer_id=document.customer_id, on=on, office=document.office
            )
            if period.offering_version.offering.site_bound
        ]


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
