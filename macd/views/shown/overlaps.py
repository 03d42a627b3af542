"""Other open requests that touch the same, as pages tell of them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.standing import Standing
from macd import policy, queries
from macd.models import Document
from macd.queries import Overlap
from macd.views.shown.ball import label_of
from macd.wording import status_in_words, title_of
from macd.workflow import JOINABLE
from services.numbers import shown

MOST = 6


def overlaps_of(standing: Standing, document: Document) -> dict[str, Any]:
    """What macd/overlaps.html takes: the closest ones, and how many more there are.

    Apart are those that only have the office in common: nothing has to be decided about them.
    """
    if document.is_final or document.root_id is not None:
        return {"overlaps": [], "neighbours": [], "more_overlaps": 0}
    overlaps = queries.overlaps_for(standing, document, neighbours=MOST)
    may = policy.side_of(standing, document) is not None and document.status in JOINABLE
    rows = [row_of(standing, document, overlap, may=may) for overlap in overlaps.found[:MOST]]
    return {
        "overlaps": [row for row in rows if row["close"]],
        "neighbours": [row for row in rows if not row["close"]],
        "more_overlaps": overlaps.more + len(overlaps.found) - len(rows),
    }


def row_of(
    standing: Standing, document: Document, overlap: Overlap, *, may: bool
) -> dict[str, Any]:
    """One other request; ``may`` says whether the reader decides how the two go together."""
    other = overlap.other
    return {
        "other": other,
        "status_label": label_of(other, standing, delivered=overlap.delivered)
        if overlap.visible
        else status_in_words(other.status, staff=standing.is_staff),
        "url": other.get_absolute_url() if overlap.visible else "",
        "title": title_of(other, overlap.lines) if overlap.visible else "",
        "why": _why(overlap),
        "close": bool(overlap.services or overlap.numbers or overlap.waits or overlap.awaited),
        "clashes": overlap.clashes and not (overlap.waits or overlap.awaited),
        "waits": overlap.waits,
        "awaited": overlap.awaited,
        "decide_url": reverse("document_overlap", args=[document.number, other.number])
        if may and (overlap.services or overlap.numbers or overlap.waits)
        else "",
    }


def _why(overlap: Overlap) -> str:
    """What the two have in common, the closest first."""
    if overlap.services:
        services = ", ".join(sorted(str(each) for each in overlap.services.values()))
        return _("The same service: %(services)s") % {"services": services}
    if overlap.numbers:
        numbers = ", ".join(shown(each) for each in sorted(overlap.numbers))
        return _("The same number: %(numbers)s") % {"numbers": numbers}
    offices = ", ".join(sorted(str(each) for each in overlap.offices.values()))
    return _("The same office: %(offices)s") % {"offices": offices}
