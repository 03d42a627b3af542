"""Add: new services at an office, or for the company."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from macd.kinds.base import DAYS, KindRules, Wanted, visits
from macd.kinds.feasibility import serviceability_problems
from macd.kinds.fields import AT_THE_OFFICE, COMMON, QUALIFICATION, Field
from macd.kinds.porting import mandate_missing, port_problems
from macd.kinds.problem import Problem
from macd.kinds.reliance import missing_needs
from macd.kinds.sight import Sight
from macd.models import Document, Line
from macd.vocabulary import Action, Kind, Side
from offices.models import OfficeStatus
from services.configuration import characteristics_of
from services.models import OfferingVersion


class Add(KindRules):
    """Rules 37 to 42."""

    kind = Kind.ADD
    grows = True
    copies = True
    fields = (*COMMON, *DAYS, *AT_THE_OFFICE, *QUALIFICATION)

    def lines(self, wanted: Wanted) -> list[Line]:
        """One line for each offering; what is not tied to an office names none."""
        return [
            Line(
                number=number,
                action=Action.ADD,
                offering_version=version,
                place_to=wanted.office if version.offering.site_bound else None,
                desired=starting_configuration(version),
                quantity=version.minimum_quantity,
            )
            for number, version in enumerate(wanted.offerings, start=1)
        ]

    def fields_for(self, document: Document) -> tuple[Field, ...]:
        """Contacts, access and feasibility are asked only where a technician comes."""
        return self.fields if visits(document) else (*COMMON, *DAYS)

    def missing(self, document: Document, *, side: Side | None = None) -> Iterator[Problem]:
        """Beside the fields, before approval, the mandate for numbers that come over (rule 41)."""
        yield from super().missing(document, side=side)
        if side is None:
            yield from mandate_missing(document)

    def found(self, sight: Sight) -> Iterator[Problem]:
        """Beside the rules of all: an office that is open, an address that can be served."""
        document = sight.document
        yield from super().found(sight)
        if document.office is not None and document.office.status == OfficeStatus.CLOSED:
            yield Problem("office", _("%(office)s is closed.") % {"office": document.office})
        yield from port_problems(sight)
        if visits(document):
            yield from serviceability_problems(document, on=sight.on)

    def line_problems(self, sight: Sight, line: Line) -> Iterator[Problem]:
        """Sellable that day (rule 37), and its dependencies met (rule 38)."""
        yield from super().line_problems(sight, line)
        name = line.offering_version.name
        if not line.offering_version.sold_on(sight.wanted_on):
            yield Problem(
                f"line.{line.number}.offering",
                _("%(offering)s is no longer sold. Choose another service.") % {"offering": name},
            )
        if line.offering_version.offering.site_bound and line.place_to_id is None:
            yield Problem(
                f"line.{line.number}", _("Choose the office for %(offering)s.") % {"offering": name}
            )
        yield from _agreement_problems(sight, line)
        for needed in missing_needs(sight, line):
            yield Problem(
                f"line.{line.number}",
                _("%(offering)s needs %(needed)s. Add it to this request.")
                % {"offering": name, "needed": needed},
            )


def _agreement_problems(sight: Sight, line: Line) -> Iterator[Problem]:
    """It ends together with an agreement that runs; where several could be meant, one is chosen."""
    path = f"line.{line.number}.agreement"
    if line.agreement is None:
        if sight.has_agreements:
            message = _("Choose the agreement that %(offering)s comes under.")
            yield Problem(path, message % {"offering": line.offering_version.name})
    elif line.agreement.ended_on is not None:
        message = _("Agreement %(agreement)s has ended. Choose another one.")
        yield Problem(path, message % {"agreement": line.agreement})


def starting_configuration(version: OfferingVersion) -> dict[str, object]:
    """What a new service starts from: the first of each choice, the least of each number."""
    start: dict[str, object] = {}
    for code, characteristic in characteristics_of(version).items():
        if characteristic.type == "choice" and characteristic.choices:
            start[code] = characteristic.choices[0][0]
        elif characteristic.type == "boolean":
            start[code] = False
        elif characteristic.type == "integer" and characteristic.mandatory:
            start[code] = int(characteristic.minimum or 0)
        elif characteristic.type == "decimal" and characteristic.mandatory:
            start[code] = str(characteristic.minimum or 0)
    return start
