"""The page of one document, and its whole history."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.clock import now
from macd import policy, queries
from macd.models import Document
from macd.views.common import document_or_404, standing_for
from macd.views.desk.pane import back_of, inbox_url_of, leading_back
from macd.views.draft.filling import draft_page
from macd.views.shown.events import family_timeline
from macd.views.shown.page import files_of, page_of
from macd.vocabulary import Status

# The list of a document's files, which asks again for its page until the file is there.
FILE_LIST = "file-list"


@require_safe
@login_required
def document(request: HttpRequest, number: str) -> HttpResponse:
    """Show a document as it stands now, with what the reader may do; a draft as a task list."""
    shown = document_or_404(request, number)
    if shown.status == Status.DRAFT and policy.may_edit(standing_for(request), shown):
        return draft_page(request, shown)
    if request.headers.get("HX-Trigger") == FILE_LIST and files_of(shown, now())["soon"]:
        # Nothing is swapped before there is something new: what is being typed stays.
        return HttpResponse(status=204)
    return show(request, shown, wanted=request.GET.get("items", ""))


def show(
    request: HttpRequest, shown: Document, *, status: int = 200, **refusal: Any
) -> HttpResponse:
    """Render the page; ``refusal`` says what was refused and why, where something was.

    Who came from the inbox goes on from there, also after a step that was refused.
    """
    errors = refusal.pop("errors", [])
    context = page_of(standing_for(request), shown, at=now(), **refusal)
    if back := back_of(request.GET):
        context["steps"] = leading_back(context["steps"], back)
        context["back_url"] = inbox_url_of(request.GET["back"])
        context["back_label"] = _("Inbox")
    return render(request, "macd/document/page.html", {**context, "errors": errors}, status=status)


@require_safe
@login_required
def history(request: HttpRequest, number: str) -> HttpResponse:
    """Show everything that happened to a document, and its versions."""
    shown = document_or_404(request, number)
    context = {
        "document": shown,
        "timeline": family_timeline(standing_for(request), shown),
        "versions": queries.versions_of(shown),
        "intact": queries.intact_history(shown),
    }
    return render(request, "macd/document/history.html", context)
