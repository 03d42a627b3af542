"""Documents as dense rows of a list."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import get_format
from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.dates import date_format
from accounts.standing import Standing
from macd.models import Document
from macd.views.desk.state import View
from macd.views.shown.ball import is_yours
from macd.views.shown.lines import office_of
from macd.vocabulary import Party
from macd.wording import title_of

SOON_DAYS = 2


def row_of(
    standing: Standing, document: Document, *, on: date, conflicts: Sequence[str] = ()
) -> dict[str, Any]:
    """What components/document_row.html takes; urgent is marked where the query read it."""
    yours = is_yours(standing, document)
    what = title_of(document)
    # A move says from where to where by itself.
    moves = document.to_office_id is not None
    office = office_of(document)
    place = office.name if office else _("Not tied to an office")
    return {
        "url": document.get_absolute_url(),
        "number": document.number,
        "kind": document.kind,
        "kind_label": document.get_kind_display(),
        "who": document.customer.legal_name,
        "place": "" if moves else place,
        "what": what,
        "urgent": getattr(document, "urgent", False),
        "party": "" if document.ball == Party.NOBODY else document.ball,
        "party_label": _since(_("you") if yours else str(Party(document.ball).label), document),
        "yours": yours,
        "value": document.monthly_difference,
        **_due(document, on),
        "conflict": _("Conflict with %(others)s") % {"others": ", ".join(conflicts)}
        if conflicts
        else "",
    }


def _since(who: str, document: Document) -> str:
    """Who has the ball, and the day since when."""
    day = day_of(document.ball_since)
    return _("%(who)s since %(day)s") % {"who": who, "day": _in_short(day)}


def _in_short(day: date) -> str:
    """A day without its year, as the reader's language writes it."""
    return date_format(day, get_format("SHORT_DATE_FORMAT").removesuffix(" Y"))


def rows_of_many(
    standing: Standing,
    documents: Sequence[Document],
    *,
    on: date,
    conflicts: Mapping[int, Sequence[str]],
    view: View,
) -> list[dict[str, Any]]:
    """The rows of an inbox, in its order; each knows its pane, and which row comes after it.

    After the last one comes the one before it.
    """
    numbers = [document.number for document in documents]
    following = [*numbers[1:], *(numbers[-2:-1] or numbers)]
    return [
        {
            **row_of(standing, document, on=on, conflicts=conflicts.get(document.pk, ())),
            "current": document.number == view.opened,
            "columns": view.columns,
            "pane_url": _pane_url(document, view.back(after)),
        }
        for document, after in zip(documents, following, strict=True)
    ]


def _pane_url(document: Document, back: str) -> str:
    return f"{reverse('document_pane', args=[document.number])}?{back}"


def _due(document: Document, on: date) -> dict[str, Any]:
    """Until when who has the ball is in time, and how much of that time is used."""
    due = document.act_by or document.committed_on
    return {
        "due_on": due,
        "due_state": _due_state(due, on),
        "due_share": _share(day_of(document.ball_since), document.act_by, on),
    }


def _due_state(due: date | None, on: date) -> str:
    if due is None or (due - on).days > SOON_DAYS:
        return "ok"
    return "over" if due < on else "soon"


def _share(since: date, due: date | None, on: date) -> int | None:
    """Percent of the time from ``since`` to ``due`` that is over; None without a clock."""
    if due is None or due < since:
        return None
    whole = max((due - since).days, 1)
    return min(max((on - since).days * 100 // whole, 0), 100)
