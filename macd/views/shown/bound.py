"""The requests that make one whole with a move: its other half, or its way back."""

from django.utils.translation import gettext as _

from accounts.standing import Standing
from macd import queries
from macd.kinds import rules_for
from macd.models import Document
from macd.vocabulary import Bond
from macd.wording import status_in_words


def bound_of(standing: Standing, document: Document) -> list[dict[str, str]]:
    """What macd/document/bound.html takes: each with its number, address and one sentence."""
    if not rules_for(document.kind).relocates or document.root_id is not None:
        return []
    rows = queries.bound_with(document, among=queries.documents_for(standing))
    return [
        {
            "number": each.number,
            "url": each.get_absolute_url(),
            "text": _text(standing, document, each),
        }
        for each in rows
    ]


def _text(standing: Standing, document: Document, other: Document) -> str:
    facts = {
        "number": other.number,
        "place": str(other.to_office or ""),
        "status": status_in_words(other.status, staff=standing.is_staff),
    }
    if other.bond == Bond.BACK and other.bound_to_id == document.pk:
        return _("%(number)s is the way back of this move: %(status)s.") % facts
    if document.bond == Bond.BACK and document.bound_to_id == other.pk:
        return _("This is the way back of %(number)s.") % facts
    return _("%(number)s moves other services of this office, to %(place)s: %(status)s.") % facts
