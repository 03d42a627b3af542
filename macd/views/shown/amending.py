"""What a page tells of amendments, of what can still be changed, and of trying again."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.standing import Standing
from macd import policy, queries
from macd.addendum import changes_of
from macd.models import Document
from macd.vocabulary import LineStatus, Status
from macd.workflow import RETRIABLE


def amending_of(
    standing: Standing, document: Document, items: list[dict[str, Any]]
) -> dict[str, Any]:
    """What the page shows of a document's family; adds to each item what it was and can become."""
    changes = {each["number"]: each["rows"] for each in changes_of(document)}
    family = _family(standing, document)
    open_one = next((each for each in family if each["open"]), None)
    may = document.status == Status.IN_DELIVERY and policy.may_amend(standing, document)
    amend_url = reverse("document_amend", args=[document.number])
    for item in items:
        line = item["line"]
        item["amended"] = changes.get(line.number, [])
        undelivered = line.status in (LineStatus.PLANNED, LineStatus.HELD)
        if may and open_one is None and undelivered and not item["past"]:
            item["steps"].append(_amend_row(f"{amend_url}?line={line.number}"))
    return {
        "family": family,
        "amends": document.root,
        "try_again_url": _try_again(standing, document),
        "follow_up_of": document.follow_up_of,
    }


def _amend_row(url: str) -> dict[str, Any]:
    return {"label": _("Change this"), "link": url, "testid": "amend", "tone": "secondary"}


def _family(standing: Standing, document: Document) -> list[dict[str, Any]]:
    """The amendments that the reader may know of, the oldest first."""
    if document.signed_at is None and document.root_id is None:
        return []
    root_id = document.root_id or document.pk
    rows = queries.documents_for(standing).filter(root=root_id).exclude(pk=document.pk)
    return [
        {
            "number": each.number,
            "url": each.get_absolute_url(),
            "open": each.signed_at is None and not each.is_final,
            "text": _amendment_text(each),
        }
        for each in rows.order_by("pk")
    ]


def _amendment_text(amendment: Document) -> str:
    facts = {"number": amendment.number, "status": amendment.get_status_display()}
    if amendment.signed_at is not None:
        return _("%(number)s changes this document: %(status)s.") % facts
    if amendment.is_final:
        return _("%(number)s was to change this document: %(status)s.") % facts
    return (
        _("%(number)s is to change this document: %(status)s. What was signed holds meanwhile.")
        % facts
    )


def _try_again(standing: Standing, document: Document) -> str:
    """Where what was not delivered is tried again, for who may start it."""
    undone = any(line.status == LineStatus.FAILED for line in document.lines.all())
    may = policy.may_start(standing, document.customer_id) and policy.may_amend(standing, document)
    if document.status not in RETRIABLE or not undone or not may:
        return ""
    return reverse("document_try_again", args=[document.number])
