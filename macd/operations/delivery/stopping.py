"""Items that finance stops while their customer leaves: held until that day, given back before."""

from datetime import datetime

from django.db import transaction

from macd import queries
from macd.fieldwork import StopReason
from macd.models import Line
from macd.operations.claims.together import halves_of
from macd.operations.delivery.delivering import take_line_step
from macd.vocabulary import LineStatus, LineStep, Party, Status


@transaction.atomic
def stop_item(*, line: Line, reference: str, at: datetime) -> bool:
    """Let nobody go on with an item that is to end with its customer's case (rules 58 and 59).

    What is planned is put on hold for finance and its people are told; what is on hold already
    keeps its reason; what is not signed yet is neither approved nor signed. The other half of a
    moved service stops with it. ``reference`` names the case. Says whether anything was held.
    """
    document = queries.whole(line.document_id)
    own = next(each for each in document.lines.all() if each.pk == line.pk)
    held = False
    for each in (own, *halves_of(document, own)):
        if each.is_final or each.status == LineStatus.DELIVERED:
            continue
        Line.objects.filter(pk=each.pk).update(stops_with=reference)
        if document.status == Status.IN_DELIVERY and each.status == LineStatus.PLANNED:
            document = take_line_step(
                document=document,
                number=each.number,
                step=LineStep.HOLD,
                by=None,
                at=at,
                code=StopReason.LEAVES,
                party=Party.FINANCE,
            )
            held = True
    return held


@transaction.atomic
def let_item_go_on(*, line: Line, at: datetime) -> None:
    """Give an item back that was to stop: on hold for finance alone, it is planned again."""
    document = queries.whole(line.document_id)
    own = next(each for each in document.lines.all() if each.pk == line.pk)
    for each in (own, *halves_of(document, own)):
        if not each.stops_with:
            continue
        Line.objects.filter(pk=each.pk).update(stops_with="")
        held = each.status == LineStatus.HELD and not each.held_by
        stopped = held and each.held_code == StopReason.LEAVES
        if stopped and document.status == Status.IN_DELIVERY:
            document = take_line_step(
                document=document, number=each.number, step=LineStep.RESUME, by=None, at=at
            )
