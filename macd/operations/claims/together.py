"""What ends together: both lines of a moved service, and what cannot work without another."""

from collections.abc import Iterable
from datetime import date

from macd.kinds import judged_with
from macd.kinds.reliance import missing_needs
from macd.kinds.sight import Sight
from macd.models import Document, Line, LineRelation
from macd.vocabulary import Action, Relation


def halves_of(document: Document, line: Line) -> list[Line]:
    """The other line of a moved or replaced service (rule 28)."""
    return [
        other
        for other in document.lines.all()
        if line.decision and other.pk != line.pk and other.service_id == line.service_id
    ]


def needing(document: Document, gone: Iterable[Line], *, on: date) -> list[Line]:
    """The lines that cannot go on without these: named as relying on them, or left without.

    A new service that found what it needs in the document goes with it (rules 20 and 38).
    """
    lines = list(document.lines.all())
    lost = {line.pk for line in gone}
    relations = LineRelation.objects.filter(line__document=document, relation=Relation.RELIES_ON)
    relies = list(relations.values_list("line", "other"))
    added = [line for line in lines if line.action == Action.ADD and line.service_id is None]
    before = _missing(document, added, on=on)
    while True:
        left = [line for line in lines if line.pk not in lost]
        more = {line_id for line_id, other_id in relies if other_id in lost}
        with judged_with(document, left):
            now = _missing(document, added, on=on)
        more |= {line_id for line_id, missing in now.items() if missing - before[line_id]}
        if more <= lost:
            break
        lost |= more
    named = {line.pk for line in gone}
    return [line for line in lines if line.pk in lost - named]


def _missing(document: Document, lines: Iterable[Line], *, on: date) -> dict[int, set[str]]:
    sight = Sight(document, on=on)
    return {line.pk: set(missing_needs(sight, line)) for line in lines}
