"""Other open requests that touch the same service, number or office (rule 5)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from accounts.standing import Standing
from macd.conflicts import claim_action, touched
from macd.models import Document, Line, Wait
from macd.queries.reach import documents_for
from macd.workflow import FINAL, LINE_FINAL, NOT_SENT
from offices.models import Office
from services.claims import clash
from services.models import Service

MOST_LINES = 300


@dataclass(slots=True)
class Overlap:
    """Another open request, what of it touches the same, and how the two stand to each other.

    ``clashes`` says that they do not go together, ``waits`` that this request waits for the
    other, ``awaited`` that the other waits for this one; ``visible`` that the reader may open it.
    """

    other: Document
    visible: bool = True
    services: dict[int, Service] = field(default_factory=dict)
    numbers: set[str] = field(default_factory=set)
    offices: dict[int, Office] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    clashes: bool = False
    waits: bool = False
    awaited: bool = False

    @property
    def closeness(self) -> tuple[bool, bool, bool, int]:
        """What needs a decision first, then the same service, the same number, the oldest."""
        return (
            not self.clashes or self.waits or self.awaited,
            not self.services,
            not self.numbers,
            self.other.pk,
        )


@dataclass(frozen=True, slots=True)
class _Touch:
    """What one request touches; ``services`` with its lines, none for a number's new service."""

    services: dict[int, list[Line]]
    numbers: set[str]
    offices: set[int]

    @property
    def filter(self) -> Q:
        """Lines that touch any of it, by keys only; a number is met through its service."""
        return (
            Q(service__in=self.services)
            | Q(replaced_by__in=self.services)
            | Q(place_from__in=self.offices)
            | Q(place_to__in=self.offices)
        )


def overlaps_for(standing: Standing, document: Document) -> list[Overlap]:
    """The other open requests of the company that touch the same, what clashes first.

    A draft is told only to who may open it; of what is sent everybody who reads this request
    learns that there is another, for its number stands in the refusal as well.
    """
    touch = _touch(document.lines.all(), document)
    found: dict[int, Overlap] = {}
    for line in _lines_beside(document).filter(touch.filter)[:MOST_LINES]:
        overlap = found.setdefault(line.document_id, Overlap(line.document))
        _note(overlap, line, touch)
    if not found:
        return []
    seen = set(documents_for(standing).filter(pk__in=found).values_list("pk", flat=True))
    for pk, overlap in found.items():
        overlap.visible = pk in seen
    _note_turns(document, found)
    told = [each for each in found.values() if each.visible or each.other.status not in NOT_SENT]
    return sorted(told, key=lambda each: each.closeness)


def _lines_beside(document: Document) -> QuerySet[Line]:
    root_id = document.root_id or document.pk
    return (
        Line.objects.filter(customer=document.customer_id)
        .exclude(document__status__in=sorted(FINAL))
        .exclude(status__in=sorted(LINE_FINAL))
        .exclude(Q(document=root_id) | Q(document__root=root_id, document__root__isnull=False))
        .select_related(
            "document__office",
            "document__to_office",
            "service",
            "offering_version__offering",
            "current_offering_version__offering",
            "place_from",
            "place_to",
        )
        .order_by("document", "number")
    )


def _touch(lines: Iterable[Line], document: Document) -> _Touch:
    services: dict[int, list[Line]] = defaultdict(list)
    named, numbers = set[str](), set[str]()
    offices = {document.office_id, document.to_office_id}
    for line in lines:
        for service_id in (line.service_id, line.replaced_by_id):
            if service_id is not None:
                services[service_id].append(line)
        numbers |= set(line.number_actions)
        named |= {told["service"] for told in line.number_details.values() if told.get("service")}
        offices |= {line.place_from_id, line.place_to_id}
    if named:
        rows = Service.objects.filter(customer=document.customer_id, service_id__in=named)
        services |= {pk: [] for pk in rows.values_list("pk", flat=True) if pk not in services}
    return _Touch(services, numbers, {pk for pk in offices if pk is not None})


def _note(overlap: Overlap, line: Line, touch: _Touch) -> None:
    """Add what one line of the other request touches."""
    overlap.lines.append(line)
    service = line.service
    if service is not None and service.pk in touch.services:
        overlap.services[service.pk] = service
        overlap.clashes |= any(_clash(mine, line) for mine in touch.services[service.pk])
    overlap.numbers |= touch.numbers & set(line.number_actions)
    for place in (line.place_from, line.place_to):
        if place is not None and place.pk in touch.offices:
            overlap.offices[place.pk] = place


def _clash(mine: Line, theirs: Line) -> bool:
    one, other = claim_action(mine), claim_action(theirs)
    if one is None or other is None or mine.service_id != theirs.service_id:
        return False
    return clash(one, touched(mine), other, touched(theirs))


def _note_turns(document: Document, found: dict[int, Overlap]) -> None:
    pairs = Wait.objects.filter(Q(document=document) | Q(other=document))
    for waiting, awaited in pairs.values_list("document", "other"):
        if waiting == document.pk and awaited in found:
            found[awaited].waits = True
        elif waiting in found:
            found[waiting].awaited = True
