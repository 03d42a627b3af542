"""What a page tells of amendments, of what can still be changed, and of trying again."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.standing import Standing
from macd import policy, queries
from macd.addendum import changes_of
from macd.forms.finding import finding_form
from macd.forms.steps import StepForm
from macd.models import Document
from macd.vocabulary import Action, LineStatus, Status
from macd.wording import status_in_words
from macd.workflow import RETRIABLE
from services.calendar import add_business_days
from services.parameters import parameter


def amending_of(
    standing: Standing,
    document: Document,
    items: list[dict[str, Any]],
    *,
    on: date,
    refused: StepForm | None = None,
) -> dict[str, Any]:
    """What the page shows of a document's family; adds to each item what it was and can become."""
    changes = {each["number"]: each["rows"] for each in changes_of(document)}
    family = _family(standing, document)
    open_one = next((each for each in family if each["open"]), None)
    may = document.status == Status.IN_DELIVERY and policy.may_amend(standing, document)
    finds = document.status == Status.IN_DELIVERY and policy.may_record_finding(standing, document)
    amend_url = reverse("document_amend", args=[document.number])
    for item in items:
        line = item["line"]
        item["amended"] = changes.get(line.number, [])
        undelivered = line.status in (LineStatus.PLANNED, LineStatus.HELD)
        if may and open_one is None and undelivered and not item["past"]:
            item["steps"].append(_amend_row(f"{amend_url}?line={line.number}"))
        if finds and open_one is None and undelivered and line.action != Action.NO_CHANGE:
            item["steps"].append(_finding_row(document, line.number, refused))
    return {
        "family": family,
        "amends": document.root,
        "try_again_url": _try_again(standing, document),
        "try_again_asks": policy.is_provider(standing, document),
        "follow_up_of": document.follow_up_of,
        "finding": _finding(document, on=on),
    }


def _amend_row(url: str) -> dict[str, Any]:
    return {"label": _("Change this"), "link": url, "testid": "amend", "tone": "secondary"}


def _finding_row(document: Document, number: int, refused: StepForm | None) -> dict[str, Any]:
    form: StepForm = finding_form(number)
    if refused is not None and refused.auto_id == form.auto_id:
        form = refused
    return {
        "label": _("Survey or carrier result"),
        "url": reverse("document_line_finding", args=[document.number, number]),
        "testid": "line-finding",
        "tone": "secondary",
        "form": form,
        "open": form.is_bound,
        "explanation": _("What the customer did not agree to becomes a quote to sign."),
    }


def _finding(document: Document, *, on: date) -> dict[str, Any] | None:
    """What a quote is about, and until when it can be signed (rule 20)."""
    if not document.finding:
        return None
    until = None
    if document.approved_at is not None and document.signed_at is None:
        quoted = day_of(document.approved_at)
        days = int(parameter("amendment_silence_business_days", on=quoted))
        until = add_business_days(quoted, days)
    ready = document.finding.get("ready_on")
    return {
        "note": document.finding["note"],
        "line": document.finding["line"],
        "monthly": more if Decimal(more := document.finding.get("monthly", "0")) else "",
        "works": document.finding["works"] if Decimal(document.finding["works"]) else "",
        "ready_on": date.fromisoformat(ready) if ready else None,
        "until": until,
        "open": document.signed_at is None and not document.is_final,
    }


def _family(standing: Standing, document: Document) -> list[dict[str, Any]]:
    """The amendments that the reader may know of, the oldest first."""
    alone = document.root_id is None and not document.may_have("family")
    if alone or (document.signed_at is None and document.root_id is None):
        return []
    root_id = document.root_id or document.pk
    rows = queries.documents_for(standing).filter(root=root_id).exclude(pk=document.pk)
    return [
        {
            "number": each.number,
            "url": each.get_absolute_url(),
            "open": each.signed_at is None and not each.is_final,
            "text": _amendment_text(standing, each),
        }
        for each in rows.order_by("pk")
    ]


def _amendment_text(standing: Standing, amendment: Document) -> str:
    status = status_in_words(amendment.status, staff=standing.is_staff)
    facts = {"number": amendment.number, "status": status}
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
    if document.status not in RETRIABLE or not undone:
        return ""
    if not policy.may_try_again(standing, document):
        return ""
    return reverse("document_try_again", args=[document.number])
