"""How a document ends: services are let go, words voided, offices that it named put in order."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from accounts.clock import day_of
from macd import queries
from macd.conflicts import holder_of
from macd.kinds.checklist import HOME_OFFICES
from macd.kinds.move import section_value
from macd.models import Document
from macd.operations.claims.replacing import give_back
from macd.operations.claims.taken import Taken
from macd.operations.claims.vacating import discard_planned_offices
from macd.vocabulary import Action, Decision, LineStatus
from macd.workflow import FINAL, LINE_UNDELIVERED
from offices.models import Office, OfficeStatus
from offices.operations import close_office
from services import claims
from services.operations import change_home
from services.queries import is_empty
from signing import ledger


def let_go(taken: Taken) -> dict[str, Any]:
    """Release the services, void what was approved, withdraw the lines that are still open.

    A planned office vanishes with its document (rule 39); a sealed file says it was withdrawn.
    """
    document = taken.document
    _release(document, at=taken.at)
    give_back(taken)
    for line in document.lines.all():
        if line.status in LINE_UNDELIVERED:
            line.advance(to=LineStatus.WITHDRAWN, at=taken.at)
    discard_planned_offices(document=document, by=taken.by, at=taken.at)
    if document.signed_at is not None:
        ledger.withdraw(reference=document.number, version=document.version, at=taken.at)
    return void_words(taken)


def void_words(taken: Taken) -> dict[str, Any]:
    """Approvals and signatures no longer hold; they stay on record (rule 12)."""
    for words in (taken.document.approvals, taken.document.signatures):
        words.filter(voided_at=None).update(voided_at=taken.at)
    return {"approved_at": None} if taken.document.signed_at is None else {}


def finish(taken: Taken) -> dict[str, Any]:
    """The document is done: its services are free for the next one, emptied offices close."""
    document = taken.document
    _release(document, at=taken.at)
    discard_planned_offices(document=document, by=taken.by, at=taken.at)
    _bring_home(document)
    _close_emptied(taken)
    return {"completed_on": day_of(taken.at)}


def _release(document: Document, *, at: datetime) -> None:
    for line in document.lines.all():
        claims.release(holder=holder_of(document, line), at=at)


def _bring_home(document: Document) -> None:
    """Whose home office moved belongs to the new one from now on, or to none (rule 35)."""
    chosen = section_value(document, HOME_OFFICES)
    arrived = any(
        line.decision == Decision.MOVE
        and line.action == Action.ADD
        and line.status == LineStatus.COMPLETED
        for line in document.lines.all()
    )
    if chosen and arrived and document.office is not None:
        change_home(home=document.office, to=document.to_office if chosen == "new" else None)


def _close_emptied(taken: Taken) -> None:
    """Offices whose last service stopped with this document (rules 35 and 52).

    What was left for a time only is come back to (rule 36).
    """
    document, on = taken.document, day_of(taken.at)
    if any(line.until_on for line in document.lines.all()):
        return
    stopped = [
        line.place_from
        for line in document.lines.all()
        if line.action == Action.DELETE and line.status == LineStatus.COMPLETED
    ]
    for office in _each(stopped, OfficeStatus.ACTIVE):
        if is_empty(office, on=on) and not _awaited(office, but=document):
            close_office(office=office, at=taken.at, person_id=_person_id(taken))


def _each(places: Iterable[Office | None], status: OfficeStatus) -> list[Office]:
    """The offices of one status, each once; read anew, for another document may have moved on."""
    wanted = {office.pk for office in places if office is not None and office.status == status}
    return list(Office.objects.filter(pk__in=wanted, status=status)) if wanted else []


def _awaited(office: Office, *, but: Document) -> bool:
    """Whether another open document is about an office."""
    others = Document.objects.exclude(pk=but.pk).exclude(status__in=sorted(FINAL))
    return others.filter(queries.about(office)).exists()


def _person_id(taken: Taken) -> int | None:
    return taken.by.person_id if taken.by else None
