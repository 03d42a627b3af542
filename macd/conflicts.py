"""Two open lines on one service: which may stand together (rule 5)."""

from collections.abc import Iterable, Sequence

from django.db.models import Q

from macd.models import Document, Line, Wait
from macd.models.document import root_number
from macd.vocabulary import Action, Decision
from services.claims import clash, open_claims
from services.models import ClaimAction


def claim_action(line: Line) -> str | None:
    """How a line holds its service while it is open; None where it holds none."""
    if line.service_id is None or line.action in (Action.ADD, Action.NO_CHANGE):
        return None
    if line.decision == Decision.MOVE:
        return ClaimAction.MOVE
    return ClaimAction.DELETE if line.action == Action.DELETE else ClaimAction.MODIFY


def touched(line: Line) -> list[str]:
    """What a line changes of its service: characteristics, and ``offering``, ``quantity``."""
    fields = {
        code
        for code in {*line.current, *line.desired}
        if line.current.get(code) != line.desired.get(code)
    }
    if line.offering_version_id != line.current_offering_version_id:
        fields.add("offering")
    if line.quantity != line.quantity_before:
        fields.add("quantity")
    return sorted(fields)


def holder_of(document: Document, line: Line) -> str:
    """How a claim names the line that holds it."""
    return f"{document.number}/{line.number}"


def conflicts_of(document: Document, lines: Sequence[Line]) -> list[tuple[Line, str]]:
    """Lines of a document that cannot stand beside another document's, with its number."""
    mine = {line.service_id: line for line in lines if claim_action(line)}
    found = []
    for claim in open_claims([service_id for service_id in mine if service_id]):
        other = claim.holder.rsplit("/", 1)[0]
        line = mine[claim.service_id]
        action = claim_action(line)
        if (
            root_number(other) != document.root_number
            and action
            and clash(action, touched(line), claim.action, claim.fields)
        ):
            found.append((line, other))
    turns = in_turn_with([document.pk])[document.pk] if found else set()
    return [(line, other) for line, other in found if root_number(other) not in turns]


def in_turn_with(document_ids: Iterable[int]) -> dict[int, set[str]]:
    """For each document the numbers of those that it waits for, or that wait for it; one query.

    They never stand beside each other: the one is not approved before the other has ended.
    """
    wanted = set(document_ids)
    found: dict[int, set[str]] = {pk: set() for pk in wanted}
    rows = Wait.objects.filter(Q(document__in=wanted) | Q(other__in=wanted))
    for one, another, number, others in rows.values_list(
        "document", "other", "document__number", "other__number"
    ):
        for pk, beside in ((one, others), (another, number)):
            if pk in wanted:
                found[pk].add(beside)
    return found


def conflicts_among(documents: Sequence[Document]) -> dict[int, list[str]]:
    """For each of many documents, the numbers of those it cannot stand beside; one query."""
    lines = {
        (document.pk, line.service_id): (document, line)
        for document in documents
        for line in document.lines.all()
        if claim_action(line)
    }
    found: dict[int, list[str]] = {}
    claims = list(open_claims({service_id for _pk, service_id in lines if service_id}))
    for (_pk, service_id), (document, line) in lines.items():
        for claim in claims:
            other = claim.holder.rsplit("/", 1)[0]
            if claim.service_id != service_id or root_number(other) == document.root_number:
                continue
            if clash(claim_action(line) or "", touched(line), claim.action, claim.fields):
                found.setdefault(document.pk, []).append(other)
    turns = in_turn_with(found) if found else {}
    left = {
        pk: [other for other in others if root_number(other) not in turns[pk]]
        for pk, others in found.items()
    }
    return {pk: others for pk, others in left.items() if others}
