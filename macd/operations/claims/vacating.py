"""Letting go of an office that was planned for a document which comes to nothing (rule 39)."""

from datetime import datetime

from accounts.standing import Standing
from macd import queries
from macd.models import Document
from offices.operations import discard_office


def discard_planned_offices(*, document: Document, by: Standing | None, at: datetime) -> None:
    """Discard the planned offices of a document, unless another open one is about them too."""
    for office in queries.planned_alone(document):
        discard_office(office=office, at=at, person_id=by.person_id if by else None)
