"""Two open requests that touch the same: put together, one after the other, or one withdrawn."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.clock import now
from macd import operations, policy, queries
from macd.models import Document
from macd.operations.related.merging import why_apart
from macd.queries import Overlap
from macd.refusals import StepDenied
from macd.views.common import document_or_404, errors_of, new_key, standing_for, write_once
from macd.views.documents.steps import revision_in
from macd.views.shown.overlaps import row_of
from macd.views.shown.steps import decision_rows
from macd.vocabulary import Step
from macd.wording import line_title, one_per_service, rows_of
from macd.workflow import JOINABLE

ENDING = (Step.DISCARD, Step.WITHDRAW, Step.REJECT, Step.REFUSE)
MERGE, WAIT, GO_ON = "merge", "wait", "go_on"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def document_overlap(request: HttpRequest, number: str, other: str) -> HttpResponse:
    """Both side by side, with what can be done about it."""
    document = document_or_404(request, number)
    standing = standing_for(request)
    overlap = _overlap(request, document, other)
    if policy.side_of(standing, document) is None:
        raise PermissionDenied
    if overlap is None or document.status not in JOINABLE:
        return _nothing_to_decide(request, document, other)
    if request.method != "POST":
        return _page(request, document, overlap)
    action = request.POST.get("action", "")
    if action not in (MERGE, WAIT, GO_ON):
        message = _("Choose how the two go together.")
        return _page(request, document, overlap, status=422, errors=[{"message": message}])
    try:
        return write_once(request, lambda: _decide(request, document, overlap.other, action))
    except StepDenied as denied:
        fresh = queries.whole(document.pk)
        return _page(request, fresh, overlap, status=denied.status, errors=errors_of(denied))


def _overlap(request: HttpRequest, document: Document, number: str) -> Overlap | None:
    """What they have in common, if anything. Raises Http404 for what the person may not know of."""
    for overlap in queries.overlaps_for(standing_for(request), document).found:
        if overlap.other.number == number:
            return overlap
    other = queries.document_for(standing_for(request), number)
    if other is None or other.customer_id != document.customer_id:
        raise Http404
    return None


def _nothing_to_decide(request: HttpRequest, document: Document, other: str) -> HttpResponse:
    """One of the two went on meanwhile: back to the request, which says how it stands."""
    text = _("There is nothing to decide any more about %(number)s and %(other)s.")
    messages.info(request, text % {"number": document.number, "other": other})
    return redirect(document)


def _decide(request: HttpRequest, document: Document, other: Document, action: str) -> str:
    by, at = standing_for(request), now()
    facts = {"number": document.number, "other": other.number}
    if action == MERGE:
        joined = operations.join(
            document=document, into=other, by=by, at=at, revision=revision_in(request)
        )
        messages.success(request, _("What %(number)s asked for is asked here now.") % facts)
        return joined.get_absolute_url()
    if action == WAIT:
        operations.wait_for(document=document, other=other, by=by, at=at)
        messages.success(request, _("%(number)s waits until %(other)s has ended.") % facts)
    else:
        operations.wait_no_longer(document=document, other=other, by=by, at=at)
        messages.success(request, _("%(number)s waits for %(other)s no longer.") % facts)
    return document.get_absolute_url()


def _page(
    request: HttpRequest,
    document: Document,
    overlap: Overlap,
    *,
    status: int = 200,
    errors: list[dict[str, str]] | None = None,
) -> HttpResponse:
    standing = standing_for(request)
    other = overlap.other
    whole = queries.document_for(standing, other.number) if overlap.visible else None
    context = {
        "document": document,
        "row": row_of(standing, document, overlap, may=True),
        "sides": [_side(document, _("This request"))]
        + ([_side(whole, _("The other request"))] if whole else []),
        "why_apart": why_apart(document, whole, by=standing)
        if whole
        else _("You cannot open %(number)s, so it is not yours to change.")
        % {"number": other.number},
        "endings": [r for r in decision_rows(standing, document) if r["step"] in ENDING],
        "url": reverse("document_overlap", args=[document.number, other.number]),
        "errors": errors or [],
        "idempotency_key": new_key(),
    }
    return render(request, "macd/overlap.html", context, status=status)


def _side(document: Document, label: str) -> dict[str, Any]:
    """One of the two as it is shown beside the other."""
    return {
        "label": label,
        "document": document,
        "lines": [
            {
                "title": line_title(line),
                "service_id": line.service.service_id if line.service else "",
                "action": line.get_decision_display() or line.get_action_display(),
                "rows": rows_of(line),
            }
            for line in one_per_service(list(document.lines.all()))
        ],
    }
