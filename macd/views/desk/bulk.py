"""One thing done to many documents: chosen in the list, previewed for each, then run."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.clock import now, today
from macd import operations, policy
from macd.forms.desk import BULK_STEPS, BulkForm
from macd.models import ReplyTemplate
from macd.operations import Outcome
from macd.views.common import new_key, standing_for
from macd.views.desk.doing import documents_chosen
from macd.views.desk.pane import inbox_url_of
from macd.wording import title_of


@require_POST
@login_required
def bulk(request: HttpRequest) -> HttpResponse:
    """Show what would become of each document, or run it and show what became of each."""
    standing = standing_for(request)
    if not policy.is_account_manager(standing):
        raise PermissionDenied
    back = inbox_url_of(request.POST.get("back", "")) or "/inbox/"
    documents = documents_chosen(request)
    if not documents:
        messages.error(request, _("Tick the requests first."))
        return redirect(back)
    replies = list(ReplyTemplate.objects.all())
    chosen = request.POST.get("what", "")
    what = chosen if chosen in BULK_STEPS else next(iter(BULK_STEPS))
    asked = request.POST if "asked" in request.POST else None
    form = BulkForm(asked, what=what, replies=replies, on=today())
    context: dict[str, Any] = {
        "what": what,
        "label": BULK_STEPS[what],
        "form": form,
        "back_url": back,
        "back": request.POST.get("back", ""),
        "idempotency_key": new_key(),
    }
    answered = form.is_bound and form.is_valid()
    if form.needed and not answered:
        context["documents"] = [_row(Outcome(document)) for document in documents]
        status = 422 if form.is_bound else 200
        return render(request, "macd/desk/bulk_ask.html", context, status=status)
    task = form.task(replies)
    if "run" in request.POST:
        outcomes = operations.do_to_many(
            documents=documents, task=task, seen=_seen(request), by=standing, at=now()
        )
        return render(request, "macd/desk/bulk_done.html", {**context, **_told(outcomes)})
    outcomes = operations.rehearse(documents=documents, task=task, by=standing, at=now())
    context |= {"given": form.given(), **_told(outcomes)}
    return render(request, "macd/desk/bulk_preview.html", context)


def _told(outcomes: list[Outcome]) -> dict[str, Any]:
    fine = [_row(outcome) for outcome in outcomes if outcome.is_done]
    refused = [_row(outcome) for outcome in outcomes if not outcome.is_done]
    return {"fine": fine, "refused": refused}


def _row(outcome: Outcome) -> dict[str, Any]:
    document = outcome.document
    return {
        "number": document.number,
        "url": document.get_absolute_url(),
        "customer": document.customer.legal_name,
        "what": title_of(document),
        "seen": f"{document.content_hash}:{document.revision}",
        "why": outcome.why,
        "details": outcome.details,
    }


def _seen(request: HttpRequest) -> dict[str, tuple[str, int]]:
    """What was on the screen of each document; what makes no sense was not seen."""
    seen = {}
    for number in request.POST.getlist("number"):
        content_hash, _mark, revision = request.POST.get(f"seen-{number}", "").partition(":")
        fits = revision.isascii() and revision.isdecimal() and len(revision) < 10
        seen[number] = (content_hash[:64], int(revision) if fits else 0)
    return seen
