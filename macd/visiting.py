"""Where a visit can lead, which items it is for, and what speaks against a slot. Reads only."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.utils.translation import gettext as _

from accounts.dates import date_format
from macd.fieldwork import Half, VisitPurpose
from macd.models import Document, Line
from macd.vocabulary import Action
from offices.models import Office, OfficeStatus
from offices.opening import is_open, opening_of
from services.calendar import is_business_day
from services.parameters import parameters

SLOTS: dict[str, tuple[str, str]] = {
    Half.MORNING: ("visit_morning_starts", "visit_morning_ends"),
    Half.AFTERNOON: ("visit_afternoon_starts", "visit_afternoon_ends"),
}


@dataclass(frozen=True, slots=True)
class Slot:
    """A half-day with its hours, Brussels time."""

    day: date
    half: str
    starts: time
    ends: time


def slot_hours(*, on: date) -> dict[str, tuple[time, time]]:
    """The hours of both half-days, by the parameters of a day."""
    codes = [code for ends in SLOTS.values() for code in ends]
    values = parameters(codes, on=on)
    return {
        half: (time.fromisoformat(values[first]), time.fromisoformat(values[last]))
        for half, (first, last) in SLOTS.items()
    }


def slot_of(day: date, half: str) -> Slot:
    """One half-day with its hours."""
    starts, ends = slot_hours(on=day)[half]
    return Slot(day, half, starts, ends)


def work_place(line: Line) -> Office | None:
    """Where an item is worked on: a stop at the old place, everything else at the new one."""
    if line.action == Action.DELETE:
        return line.place_from
    return line.place_to or line.place_from


def lines_for(document: Document, purpose: str) -> list[Line]:
    """The items that a visit of this purpose is about: starts and changes, or stops."""
    stops = purpose == VisitPurpose.PICK_UP
    return [
        line
        for line in document.lines.all()
        if line.action != Action.NO_CHANGE and (line.action == Action.DELETE) == stops
    ]


def places_for(document: Document, purpose: str) -> list[Office]:
    """The offices to which a visit may lead; nobody types an address."""
    offices = [work_place(line) for line in lines_for(document, purpose)]
    if purpose == VisitPurpose.SURVEY:
        offices += [document.to_office, document.office]
    return list({office.pk: office for office in offices if office is not None}.values())


def lines_at(document: Document, office_id: int, purpose: str) -> list[Line]:
    """The items that a visit to an office is for."""
    return [
        line
        for line in lines_for(document, purpose)
        if (place := work_place(line)) is not None and place.pk == office_id
    ]


def sites_of(document: Document) -> Mapping[str, Any]:
    """What the document says of contacts and access."""
    return next((s.data for s in document.sections.all() if s.name == "sites"), {})


def access_hours(document: Document, office: Office) -> str:
    """When the office can be entered: as this document says, else as the office does.

    What a document says is about the place where something new comes.
    """
    new_place = document.to_office_id or document.office_id
    told = sites_of(document).get("access_hours") if office.pk == new_place else ""
    return str(told or office.access_hours)


def doubts(document: Document, office: Office, slot: Slot) -> Iterator[str]:
    """What speaks against a slot, each overruled only with a reason (rule 9)."""
    day = date_format(slot.day, "DATE_FORMAT")
    if not is_business_day(slot.day):
        yield _("%(day)s is no working day.") % {"day": day}
    hours = access_hours(document, office)
    spans = opening_of(hours)
    if spans is not None and not is_open(spans, on=slot.day, starts=slot.starts, ends=slot.ends):
        yield _("%(office)s cannot be entered then. Its hours of access are: %(hours)s.") % {
            "office": office.name,
            "hours": hours,
        }


def is_visitable(office: Office) -> bool:
    """Whether anybody is still to be sent to an office."""
    return office.status != OfficeStatus.CLOSED
