"""Move: an office goes elsewhere, and its services with it."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.dates import date_format
from macd import voice
from macd.kinds.base import DAYS, KindRules
from macd.kinds.checklist import (
    AT_BOTH_PLACES,
    CHECKLIST,
    DEPENDENTS,
    EMERGENCY,
    GAP_CONFIRMED,
    GAP_DAYS,
    HOME_OFFICES,
    NEW_FLOOR,
    OVERLAP_DAYS,
    SURVEYED,
    UNTIL,
)
from macd.kinds.delete import last_service_problems
from macd.kinds.feasibility import serviceability_problems
from macd.kinds.fields import (
    ACCESS_HOURS,
    AT_THE_OFFICE,
    COMMON,
    QUALIFICATION,
    Field,
)
from macd.kinds.moving import MoveLines
from macd.kinds.numbers import number_problems, rings_at_new_address
from macd.kinds.problem import Problem
from macd.kinds.reliance import left_behind, missing_needs, relied_on_elsewhere, stranded_problems
from macd.kinds.sight import Sight
from macd.models import Document, Line
from macd.vocabulary import Action, Decision, FilePurpose, Kind, SectionName, Side
from offices.models import OfficeStatus
from services.inventory import services_on
from services.models import ServicePeriod

AT_HOME = "_people_of_the_old_office"
BETWEEN_BUILDINGS = (*AT_BOTH_PLACES, UNTIL, *QUALIFICATION)


class Move(MoveLines, KindRules):
    """Rules 26 to 36; each moved service is a pair of lines (domain.md §4)."""

    kind = Kind.MOVE
    grows = True
    relocates = True
    # It decides about every service of an office, and only once.
    joins = False
    fields = (
        *COMMON,
        *DAYS,
        *(replace(f, required=True) if f == ACCESS_HOURS else f for f in AT_THE_OFFICE),
        NEW_FLOOR,
        *CHECKLIST,
        *QUALIFICATION,
        EMERGENCY,
        DEPENDENTS,
        HOME_OFFICES,
    )

    def fields_for(self, document: Document) -> tuple[Field, ...]:
        """Within one building the old place and the access need no answers (decisions.md 32)."""
        left_out = {NEW_FLOOR.path}
        if is_internal(document):
            left_out = {field.path for field in BETWEEN_BUILDINGS}
        if is_internal(document) or not rings_at_new_address(document.lines.all()):
            left_out.add(EMERGENCY.path)
        if not relied_on_elsewhere(document):
            left_out.add(DEPENDENTS.path)
        at_home = [] if is_internal(document) else people_of(document)
        if not at_home:
            left_out.add(HOME_OFFICES.path)
        return tuple(
            replace(field, help=", ".join(at_home[:20])) if field == HOME_OFFICES else field
            for field in self.fields
            if field.path not in left_out
        )

    def missing(self, document: Document, *, side: Side | None = None) -> Iterator[Problem]:
        """Beside the fields, before approval, a floor plan or photo of the new place (rule 32)."""
        yield from super().missing(document, side=side)
        seen = is_internal(document) or section_value(document, SURVEYED)
        if side is None and not seen and not _is_pictured(document):
            yield Problem(
                "files",
                _("Add a floor plan or a photo of the new place."),
                SectionName.SITES.value,
                Side.CUSTOMER,
            )

    def found(self, sight: Sight) -> Iterator[Problem]:
        """Beside the rules of all: two different places, and every service decided."""
        document = sight.document
        yield from super().found(sight)
        if document.office is None:
            yield Problem("office", voice.MOVES_FROM)
            return
        if document.to_office is None:
            yield Problem("to_office", voice.MOVES_TO)
        elif document.to_office.status == OfficeStatus.CLOSED:
            yield Problem("to_office", _("%(office)s is closed.") % {"office": document.to_office})
        yield from _undecided(sight)
        yield from number_problems(sight)
        yield from _calendar_problems(document)
        yield from last_service_problems(sight)
        yield from stranded_problems(sight)
        if not is_internal(document):
            yield from serviceability_problems(document, on=sight.on)

    def line_problems(self, sight: Sight, line: Line) -> Iterator[Problem]:
        """What replaces a service is chosen, sold, and has what it needs (rules 37 and 38)."""
        yield from super().line_problems(sight, line)
        if line.replaced_by_id is not None:
            yield from _taken_over(sight, line)
        elif line.action == Action.ADD and line.decision == Decision.REPLACE:
            yield from _replacement_problems(sight, line)
        elif line.action == Action.ADD:
            yield from _end_of_life_problems(sight, line)
            yield from _left_behind(sight, line)

    def shape(self, document: Document, lines: Sequence[Line]) -> None:
        """Put the days on the lines: the old place stops when the new one works (rule 33)."""
        wanted, until = document.requested_on, section_day(document, UNTIL)
        for line in lines:
            if line.decision in (Decision.MOVE, Decision.REPLACE) and wanted:
                shift = stop_shift(document) if line.action == Action.DELETE else 0
                line.requested_on = wanted + datetime.timedelta(days=shift)
            if line.action == Action.ADD:
                line.until_on = until

    def movable(self, document: Document, *, on: datetime.date) -> Sequence[ServicePeriod]:
        """The services tied to the old office that day (rule 27)."""
        return [
            period
            for period in services_on(
                customer_id=document.customer_id, on=on, office=document.office
            )
            if period.offering_version.offering.site_bound
        ]


def _is_pictured(document: Document) -> bool:
    pictures = (FilePurpose.FLOOR_PLAN, FilePurpose.PHOTO)
    return document.attachments.filter(purpose__in=pictures).exists()


def people_of(document: Document) -> list[str]:
    """Whose home office the old office is: users and SIMs, by name (rule 35)."""
    if document.office_id is None:
        return []
    kept: list[str] | None = document.__dict__.get(AT_HOME)
    if kept is None:
        periods = services_on(
            customer_id=document.customer_id, on=day_of(document.updated_at)
        ).filter(service__home_office=document.office_id)
        names = [str(p.configuration.get("user_name") or p.service) for p in periods]
        kept = document.__dict__[AT_HOME] = sorted(names)
    return kept


def is_internal(document: Document) -> bool:
    """Whether it goes to another floor or room of the same office."""
    return document.office_id is not None and document.office_id == document.to_office_id


def section_value(document: Document, field: Field) -> object:
    """The value of a field that stands in a section."""
    data = {section.name: section.data for section in document.sections.all()}
    return data.get(field.section.value, {}).get(field.code)


def section_day(document: Document, field: Field) -> datetime.date | None:
    """The same as a day."""
    value = section_value(document, field)
    return datetime.date.fromisoformat(value) if isinstance(value, str) else None


def stop_shift(document: Document) -> int:
    """How many days after the new place works the old one stops; negative is a gap (rule 33)."""
    overlap = int(str(section_value(document, OVERLAP_DAYS) or 0))
    gap = int(str(section_value(document, GAP_DAYS) or 0))
    return -gap if gap else overlap


def _undecided(sight: Sight) -> Iterator[Problem]:
    """Rule 27: every service that is tied to the old office is decided."""
    decided = {line.service_id for line in sight.lines}
    for period in sight.periods:
        there = period.office_id == sight.document.office_id
        bound = there and period.offering_version.offering.site_bound
        undecided = bound and period.service_id not in decided
        if undecided and period.service_id not in sight.decided_elsewhere:
            message = _("Decide what becomes of %(service)s.")
            yield Problem("lines", message % {"service": period.service})


def _calendar_problems(document: Document) -> Iterator[Problem]:
    gap, overlap = (int(str(section_value(document, f) or 0)) for f in (GAP_DAYS, OVERLAP_DAYS))
    if gap and overlap:
        yield Problem(
            GAP_DAYS.path,
            _("Both places cannot overlap and have days between. Empty one of the two."),
            GAP_DAYS.section.value,
        )
    elif gap and not section_value(document, GAP_CONFIRMED):
        yield Problem(GAP_CONFIRMED.path, _outage(document, gap), GAP_CONFIRMED.section.value)
    until = section_day(document, UNTIL)
    if until and document.requested_on and until <= document.requested_on:
        yield Problem(
            UNTIL.path,
            _("The last day at the new place comes after the first. Choose a later day."),
            UNTIL.section.value,
        )


def _outage(document: Document, gap: int) -> str:
    wanted = document.requested_on
    if wanted is None:
        return _("Nothing works for %(days)s days. Confirm that you know, or empty the days.") % {
            "days": gap
        }
    first = wanted - datetime.timedelta(days=gap)
    return _(
        "Nothing works from %(first)s up to %(last)s. Confirm that you know, or empty the days."
    ) % {
        "first": date_format(first, "DATE_FORMAT"),
        "last": date_format(wanted - datetime.timedelta(days=1), "DATE_FORMAT"),
    }


def _taken_over(sight: Sight, line: Line) -> Iterator[Problem]:
    period = sight.installed.get(line.replaced_by_id or 0)
    if period is None or period.office_id != sight.document.to_office_id:
        yield Problem(
            "lines",
            _("%(service)s is not at the new office. Choose otherwise for %(old)s.")
            % {"service": line.replaced_by, "old": line.service},
        )


def _left_behind(sight: Sight, line: Line) -> Iterator[Problem]:
    """What a moved service relies on at its office goes along, or is there already (rule 34)."""
    for needed in left_behind(sight, line):
        message = _(
            "%(name)s (%(service)s) needs %(needed)s at the new office."
            " Move it along, or replace it."
        )
        facts = {"name": line.offering_version.name, "service": line.service, "needed": needed}
        yield Problem("lines", message % facts)


def _replacement_problems(sight: Sight, line: Line) -> Iterator[Problem]:
    path = f"line.{line.number}.offering"
    before, after = line.current_offering_version, line.offering_version
    if before is not None and before.offering_id == after.offering_id:
        message = _("Choose by which service %(service)s is replaced.")
        yield Problem(path, message % {"service": line.service})
        return
    if not after.sold_on(sight.wanted_on):
        message = _("%(offering)s is no longer sold. Choose another service.")
        yield Problem(path, message % {"offering": after.name})
    for needed in missing_needs(sight, line):
        message = _("%(offering)s needs %(needed)s. Choose another service.")
        yield Problem(path, message % {"offering": after.name, "needed": needed})


def _end_of_life_problems(sight: Sight, line: Line) -> Iterator[Problem]:
    """A service whose end of life has come does not move; its successor takes its place."""
    version = sight.catalogue.get(line.offering_version.offering_id)
    if version is not None and version.dead_on(sight.wanted_on):
        successor = sight.names_of_successors.get(version.successor_id or 0, "")
        yield Problem(
            "lines",
            _("%(service)s (%(name)s) is no longer delivered. Replace it by %(successor)s.")
            % {"service": line.service, "name": version.name, "successor": successor},
        )
