"""Ready words for customers: kept in four languages, used when asking and returning."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.clock import now
from accounts.standing import Standing
from macd import operations, policy
from macd.forms.desk import ReplyForm
from macd.models import ReplyTemplate
from macd.views.common import standing_for, write_or_show, write_or_tell


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def replies(request: HttpRequest) -> HttpResponse:
    """The list, and the form for one more or for the one that the address names; auditors read."""
    standing = standing_for(request)
    keeps = policy.is_account_manager(standing)
    if not keeps and (request.method == "POST" or not policy.reads_words(standing)):
        raise PermissionDenied
    rows = list(ReplyTemplate.objects.all())
    edited = _named(rows, request.GET.get("edit", ""))
    if "drop" in request.POST:
        return _drop(request, rows, standing)
    form = ReplyForm(request.POST or None, reply=edited)

    def write() -> str:
        facts = {"name": form.cleaned_data["name"], "texts": form.texts(), "reply": edited}
        operations.keep_reply(**facts, by=standing, at=now())
        messages.success(request, _("Kept. You find it where you write to customers."))
        return reverse("replies")

    def show(status: int) -> HttpResponse:
        context: dict[str, Any] = {"rows": rows, "form": form, "edited": edited, "keeps": keeps}
        return render(request, "macd/desk/replies.html", context, status=status)

    return write_or_show(request, form, write, show=show)


def _drop(request: HttpRequest, rows: list[ReplyTemplate], standing: Standing) -> HttpResponse:
    """Remove the words that a button names."""

    def write() -> str:
        # Looked up here: who sends twice finds them gone, and what was said the first time.
        dropped = _named(rows, request.POST["drop"])
        if dropped is None:
            raise Http404
        operations.drop_reply(reply=dropped, by=standing)
        messages.success(request, _("Removed."))
        return reverse("replies")

    return write_or_tell(request, write, back="replies")


def _named(rows: list[ReplyTemplate], text: str) -> ReplyTemplate | None:
    return next((row for row in rows if str(row.pk) == text), None)
