"""Other open requests that touch the same service, number or office (rule 5)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When

from accounts.standing import Standing
from macd.conflicts import claim_action, touched
from macd.models import Document, Line, Wait
from macd.queries.reach import documents_for
from macd.vocabulary import LineStatus
from macd.workflow import FINAL, LINE_FINAL, NOT_SENT
from offices.models import Office
from services.claims import clash
from services.models import Service

MOST_LINES = 300


@dataclass(slots=True)
class Overlap:
    """Another open request, what of it touches the same, and how the two stand to each other.

    ``clashes`` says that they do not go together, ``waits`` that this request waits for the
    other, ``awaited`` that the other waits for this one; ``visible`` that the reader may open it,
    ``delivered`` that all that is left to do of it is to accept what was delivered.
    """

    other: Document
    visible: bool = True
    delivered: bool = False
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
    def close(self) -> Q:
        """Lines about one of its services or numbers; a number is met through its service, too."""
        same = Q(service__in=self.services) | Q(replaced_by__in=self.services)
        if self.numbers:
            same |= Q(number_actions__has_any_keys=sorted(self.numbers))
        return same

    @property
    def near(self) -> Q:
        """Lines at one of its offices."""
        return Q(place_from__in=self.offices) | Q(place_to__in=self.offices)


@dataclass(frozen=True, slots=True)
class Overlaps:
    """What was asked for, and how many more there are that only have an office in common."""

    found: list[Overlap]
    more: int = 0


def overlaps_for(standing: Standing, document: Document, *, neighbours: int = 0) -> Overlaps:
    """The other open requests of the company that touch the same, what clashes first.

    All that touch a service or number, or wait for one another; and of those that only have an
    office in common the oldest ``neighbours``, as far as fewer others were found: a company with
    hundreds of open requests reads a page as quickly as any.

    A draft is told only to who may open it; of what is sent everybody who reads this request
    learns that there is another, for its number stands in the refusal as well.
    """
    touch = _touch(document.lines.all(), document)
    beside = _lines_beside(document).filter(touch.close | touch.near)
    seen = documents_for(standing)
    told = beside.filter(~Q(document__status__in=sorted(NOT_SENT)) | Q(document__in=seen))
    close, near = _apart(told, touch, document)
    chosen = close + near[: max(0, neighbours - len(close))]
    if not chosen:
        return Overlaps([], more=len(near))
    lines = _lines_of(beside.filter(document__in=chosen), close=close, seen=seen)
    found: dict[int, Overlap] = {}
    for line in lines[:MOST_LINES]:
        # Both are asked for beside the line.
        known = {"visible": line.is_seen, "delivered": line.all_delivered}  # type: ignore[attr-defined]
        overlap = found.setdefault(line.document_id, Overlap(line.document, **known))
        _note(overlap, line, touch)
    _note_turns(document, found)
    rows = sorted(found.values(), key=lambda each: each.closeness)
    return Overlaps(rows, more=len(close) + len(near) - len(rows))


def _apart(told: QuerySet[Line], touch: _Touch, document: Document) -> tuple[list[int], list[int]]:
    """Keys of the requests that touch the same, and of those that are only near; oldest first."""
    paired = Q(document__in=Wait.objects.filter(document=document).values("other")) | Q(
        document__in=Wait.objects.filter(other=document).values("document")
    )
    is_close = BoolOr(Case(When(touch.close | paired, then=True), default=False))
    rows = list(told.order_by("document").values_list("document").annotate(close=is_close))
    return [pk for pk, close in rows if close], [pk for pk, close in rows if not close]


def _lines_of(
    lines: QuerySet[Line], *, close: list[int], seen: QuerySet[Document]
) -> QuerySet[Line]:
    """These lines with what a page tells of them, those of the closest requests first."""
    return (
        lines.select_related(
            "document__account_manager",
            "document__office",
            "document__to_office",
            "service",
            "offering_version__offering",
            "current_offering_version__offering",
            "place_from",
            "place_to",
        )
        .annotate(
            is_seen=Exists(seen.filter(pk=OuterRef("document"))),
            all_delivered=~Exists(
                Line.objects.filter(document=OuterRef("document")).exclude(
                    status__in=[*sorted(LINE_FINAL), LineStatus.DELIVERED]
                )
            ),
        )
        .order_by(Case(When(document__in=close, then=0), default=1), "document", "number")
    )


def _lines_beside(document: Document) -> QuerySet[Line]:
    root_id = document.root_id or document.pk
    return (
        Line.objects.filter(customer=document.customer_id)
        .exclude(document__status__in=sorted(FINAL))
        .exclude(status__in=sorted(LINE_FINAL))
        .exclude(Q(document=root_id) | Q(document__root=root_id, document__root__isnull=False))
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
