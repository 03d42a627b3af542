"""Asking whether the same is really wanted a second time (decisions.md 33)."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import ngettext

from accounts.clock import day_of
from macd import queries
from macd.models import Document, Line
from macd.refusals import SameAgain
from macd.vocabulary import Status
from offices.models import Office
from services.parameters import parameter


def refuse_same_again(*, document: Document, at: datetime) -> None:
    """Refuse a draft that equals another that the same person started a moment ago.

    Two tabs carry two keys, so that the key alone does not tell them apart (rule 21). Raises
    SameAgain naming the other; whoever wants both says so, and is not asked again.
    """
    rows = Document.objects.filter(status=Status.DRAFT, created_at__gte=_since(at))
    _refuse_twin(document, rows.filter(started_by=document.started_by_id), at=at)


def refuse_sending_again(*, document: Document, at: datetime) -> None:
    """Refuse to send what equals a request that the company sent a moment ago; see above."""
    rows = Document.objects.filter(submitted_at__gte=_since(at), closed_at=None)
    _refuse_twin(document, rows.filter(requested_on=document.requested_on), at=at)


def _since(at: datetime) -> datetime:
    return at - timedelta(minutes=int(parameter("same_again_minutes", on=day_of(at))))


def _refuse_twin(document: Document, rows: QuerySet[Document], *, at: datetime) -> None:
    rows = rows.filter(customer=document.customer_id, kind=document.kind, root=None)
    mine = asked_in(document)
    for other in queries.with_all(rows.exclude(pk=document.pk).order_by("-pk")):
        if asked_in(other) == mine:
            raise _same_again(other, at=at)


def _same_again(other: Document, *, at: datetime) -> SameAgain:
    when = other.submitted_at or other.created_at
    minutes = max(1, round((at - when).total_seconds() / 60))
    text = ngettext(
        "%(number)s asks for exactly the same, and is %(minutes)s minute old."
        " Do you want it again?",
        "%(number)s asks for exactly the same, and is %(minutes)s minutes old."
        " Do you want it again?",
        minutes,
    )
    return SameAgain(text % {"number": other.number, "minutes": minutes}, same_as=other)


def asked_in(document: Document) -> list[Any]:
    """What a request asks for, apart from who asked, when, and under which number."""
    places = [_place(document.office), _place(document.to_office)]
    return [*places, *sorted(map(_asked, document.lines.all()), key=repr)]


def _asked(line: Line) -> tuple[Any, ...]:
    return (
        line.action,
        line.decision,
        line.service_id or 0,
        line.offering_version_id,
        line.quantity,
        line.replaced_by_id or 0,
        _place(line.place_to),
        sorted(line.desired.items()),
        sorted(line.number_actions.items()),
    )


def _place(office: Office | None) -> tuple[str, ...]:
    """An office by its address: a second tab opens a second one at the same place."""
    if office is None:
        return ()
    parts = (office.street, office.number, office.box, office.postcode, office.country)
    return tuple(str(part).casefold() for part in parts)
