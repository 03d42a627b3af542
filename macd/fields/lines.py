"""Writing new lines of a document, with what ties a move's pairs."""

from collections.abc import Iterable

from macd.models import Document, Line, LineRelation
from macd.vocabulary import Action, Relation
from services.models import ServiceNumber
from services.models.number import GONE


def write_lines(document: Document, lines: Iterable[Line]) -> None:
    """Save new lines of a document; a stop that belongs to a start is tied to it (rule 28)."""
    saved = list(lines)
    for line in saved:
        line.customer_id = document.customer_id
        line.document = document
    _note_sizes(saved)
    Line.objects.bulk_create(saved)
    document._prefetched_objects_cache = {}  # type: ignore[attr-defined]
    starts = {line.service_id: line for line in saved if line.action == Action.ADD}
    LineRelation.objects.bulk_create(
        LineRelation(
            customer_id=document.customer_id,
            line=line,
            other=starts[line.service_id],
            relation=Relation.RELOCATES_TO,
        )
        for line in saved
        if line.action == Action.DELETE and line.service_id in starts
    )


def _note_sizes(lines: Iterable[Line]) -> None:
    """Of each range that is decided about, how many numbers it has (rule 50)."""
    deciding = [line for line in lines if line.number_actions]
    if not deciding:
        return
    rows = ServiceNumber.objects.filter(
        service__in=[line.service_id for line in deciding], range_size__gt=1
    ).exclude(status__in=GONE)
    sizes = {(row.service_id, row.e164): row.range_size for row in rows}
    for line in deciding:
        for e164 in line.number_actions:
            if size := sizes.get((line.service_id or 0, e164)):
                line.number_details.setdefault(e164, {})["size"] = size
