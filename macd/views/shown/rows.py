"""Documents as dense rows of a list."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.standing import Standing
from macd.content import ordered_lines
from macd.models import Document
from macd.views.shown.ball import is_yours
from macd.vocabulary import Party
from macd.wording import in_one_line


def row_of(
    standing: Standing, document: Document, *, on: date, conflicts: Sequence[str] = ()
) -> dict[str, Any]:
    """What components/document_row.html takes."""
    yours = is_yours(standing, document)
    place = document.office.name if document.office else _("Not tied to an office")
    return {
        "url": document.get_absolute_url(),
        "number": document.number,
        "kind": document.kind,
        "kind_label": document.get_kind_display(),
        "who": f"{document.customer.legal_name} · {place}",
        "what": in_one_line(ordered_lines(document)),
        "party": "" if document.ball == Party.NOBODY else document.ball,
        "party_label": _since(_("you") if yours else str(Party(document.ball).label), document),
        "yours": yours,
        "value": document.monthly_difference,
        "due_on": document.committed_on,
        "due_state": _due_state(document.committed_on, on),
        "due_share": None,
        "conflict": _("Conflict with %(others)s") % {"others": ", ".join(conflicts)}
        if conflicts
        else "",
    }


def _since(who: str, document: Document) -> str:
    """Who has the ball, and the day since when."""
    day = day_of(document.ball_since)
    return _("%(who)s since %(day)s") % {"who": who, "day": day.strftime("%d/%m")}


def rows_of_many(
    standing: Standing,
    documents: Sequence[Document],
    *,
    on: date,
    conflicts: Mapping[int, Sequence[str]],
) -> list[dict[str, Any]]:
    """The rows of a list, in its order."""
    return [
        row_of(standing, document, on=on, conflicts=conflicts.get(document.pk, ()))
        for document in documents
    ]


def _due_state(committed_on: date | None, on: date) -> str:
    return "over" if committed_on is not None and committed_on < on else "ok"
