"""One document beside the list: what it is, what stands in the way, what can be done now."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.clock import today
from macd import policy, queries
from macd.kinds.urgency import why_urgent
from macd.models import ReplyTemplate
from macd.views.common import document_or_404, new_key, standing_for
from macd.views.desk.state import QUEUES, View, view_of
from macd.views.shown import talk
from macd.views.shown.ball import ball_of, status_label
from macd.views.shown.folding import folded_items, whole_items
from macd.views.shown.hindering import blocking_of, conflicts_shown, drift_for
from macd.views.shown.lines import items_of, office_of
from macd.views.shown.sections import sections_of
from macd.views.shown.steps import decision_rows, summary_of
from macd.wording import title_of

LAST_COMMENTS = 3


@require_safe
@login_required
def document_pane(request: HttpRequest, number: str) -> HttpResponse:
    """The right pane of the inbox: a part of a page, and a page of its own without a script."""
    document = document_or_404(request, number)
    standing = standing_for(request)
    on = today()
    talk.read_changes(document)
    written = document.may_have("comments")
    comments = list(queries.comments_for(standing, document)) if written else []
    back = back_of(request.GET)
    side = policy.side_of(standing, document)
    editable = policy.may_edit(standing, document)
    sections = sections_of(document, side=side, editable=editable)
    whole = whole_items(document, "")
    context: dict[str, Any] = {
        "document": document,
        "title": title_of(document),
        "office": office_of(document),
        "status_label": status_label(document, standing),
        "ball": ball_of(standing, document),
        "urgent": why_urgent(document),
        "items": items_of(standing, document, on=on, only=whole),
        **folded_items(document, whole),
        "drift": drift_for(standing, document, on=on),
        "conflicts": conflicts_shown(document),
        "blocking": blocking_of(standing, document, on=on),
        "sections": [each for each in sections if each["change_url"]],
        "suggestions": talk.suggestions_of(standing, document),
        "steps": leading_back(decision_rows(standing, document), back),
        "summary": summary_of(document),
        "snooze_url": _snooze_url(document.number, back)
        if policy.is_provider(standing, document)
        else "",
        "sleeps": queries.sleeps(standing, document, on=on),
        "back": back,
        "back_here": back_of(request.GET, at=document.number),
        "idempotency_key": new_key(),
        **talk.comment_parts(standing, document, comments[-LAST_COMMENTS:], None),
    }
    context["comment_url"] += f"?{back}" if back else ""
    template = (
        "macd/desk/pane.html" if request.headers.get("HX-Request") else "macd/desk/alone.html"
    )
    return render(request, template, context)


def back_of(given: QueryDict, *, at: str = "") -> str:
    """The list to which a step leads back, as its forms carry it; empty for none.

    ``at`` is the document that is open there, else the one that comes next.
    """
    found = inbox_view_of(given.get("back", ""))
    return found.back(at or found.opened) if found else ""


def inbox_view_of(back: str) -> View | None:
    """The inbox that was left, at the document that comes next; None for anything else."""
    place, mark, query = back.partition("?")
    return view_of(QueryDict(query), QUEUES) if place == "inbox" and mark else None


def inbox_url_of(back: str) -> str:
    """The address of that inbox; empty for anything else."""
    view = inbox_view_of(back)
    return f"{reverse('inbox')}?{view.query}" if view else ""


def leading_back(steps: list[dict[str, Any]], back: str) -> list[dict[str, Any]]:
    """The steps, each leading back to the list that it was begun from."""
    for step in steps:
        step["url"] += f"?{back}" if back else ""
    return steps


def _snooze_url(number: str, back: str) -> str:
    url = reverse("document_snooze", args=[number])
    return f"{url}?{back}" if back else url


@require_safe
@login_required
def document_replies(request: HttpRequest, number: str) -> HttpResponse:
    """Ready words in the customer's language, for the form of a step that is open."""
    document = document_or_404(request, number)
    if not policy.is_provider(standing_for(request), document):
        return HttpResponse(status=403)
    replies = [
        {"name": reply.name, "text": reply.text_in(document.language)}
        for reply in ReplyTemplate.objects.all()
    ]
    field_id = f"id_{request.GET.get('step', '')}_note"
    return render(
        request,
        "macd/desk/replies_choice.html",
        {"replies": replies, "field_id": field_id if field_id.replace("_", "").isalnum() else ""},
    )
