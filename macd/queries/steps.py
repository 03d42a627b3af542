"""The steps that a person may take now."""

from accounts.standing import Standing
from macd import policy
from macd.models import Document, Line
from macd.vocabulary import LineStep, Status
from macd.workflow import DROPPABLE, LINE_TRANSITIONS, L, T, rows_from


def steps_for(standing: Standing, document: Document) -> list[T]:
    """The steps that a person may take now, each once, in the order of the table."""
    found: dict[str, T] = {}
    for row in rows_from(Status(document.status)):
        if policy.may(standing, row, document):
            found.setdefault(row.step, row)
    return list(found.values())


def line_steps_for(standing: Standing, document: Document, line: Line) -> list[L]:
    """The steps that a person may take now on one line, in the order of the table."""
    if document.status in DROPPABLE:
        drop = [row for row in LINE_TRANSITIONS if row.step == LineStep.WITHDRAW]
        return [row for row in drop if policy.may(standing, row, document)]
    if document.status != Status.IN_DELIVERY:
        return []
    return [
        row
        for row in LINE_TRANSITIONS
        if line.status in row.from_ and policy.may(standing, row, document)
    ]
