"""Letting go of an office that was planned for a document which comes to nothing (rule 39)."""

from datetime import datetime

from accounts.standing import Standing
from macd import queries
from macd.models import Document
from macd.workflow import FINAL
from offices.models import OfficeStatus
from offices.operations import discard_office


def discard_planned_offices(*, document: Document, by: Standing | None, at: datetime) -> None:
    """Discard the planned offices of a document, unless another open one is about them too."""
    for office in (document.office, document.to_office):
        if office is None or office.status != OfficeStatus.PLANNED:
            continue
        others = Document.objects.filter(queries.about(office)).exclude(pk=document.pk)
        if not others.exclude(status__in=sorted(FINAL)).exists():
            discard_office(office=office, at=at, person_id=by.person_id if by else None)
