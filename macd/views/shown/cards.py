"""Documents as cards: what they are about, whom they wait for, the next date."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.clock import today
from accounts.standing import Standing
from macd.models import Document
from macd.views.shown.ball import ball_of, is_delivered, status_label
from macd.views.shown.events import is_late
from macd.views.shown.lines import office_of
from macd.vocabulary import Status
from macd.wording import title_of


def document_cards(
    documents: Iterable[Document], standing: Standing, *, url_name: str = "document"
) -> list[dict[str, Any]]:
    """Rows of document_card.html; documents come with their lines and office."""
    return [document_card(document, standing, url_name=url_name) for document in documents]


def document_card(
    document: Document, standing: Standing, *, url_name: str = "document"
) -> dict[str, Any]:
    """One card: the difference and the office as title, the ball as sentence, the next date."""
    about = title_of(document)
    # A move says where it goes to by itself.
    place = None if document.to_office_id else office_of(document)
    next_label, next_on = _next(document)
    ball = ball_of(standing, document)
    return {
        "number": document.number,
        "company": document.customer.legal_name if standing.is_staff else "",
        "url": reverse(url_name, args=[document.number]),
        "kind": document.kind,
        "kind_label": document.get_kind_display(),
        "title": f"{about} · {place.name}" if place else about,
        "status": document.status,
        "status_label": status_label(document, standing),
        **ball,
        "next_label": next_label,
        "next_on": next_on,
        "late": is_late(document, on=today()),
    }


def _next(document: Document) -> tuple[str, Any]:
    """What day the card names: how it ended, else what was promised, else what was wanted."""
    if document.completed_on:
        whole = document.status == Status.COMPLETED
        return _("Done on") if whole else _("Closed on"), document.completed_on
    if document.is_final:
        return "", None
    if is_late(document, on=today()):
        return _("Was promised for"), document.committed_on
    if document.committed_on:
        # The status of what is being delivered says the day already.
        if document.status == Status.IN_DELIVERY and not is_delivered(document):
            return "", None
        return _("Promised for"), document.committed_on
    return _("Wanted from"), document.requested_on
