"""The list of requests: open or closed, found by number or reference, page by page."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from accounts.standing import Standing
from macd import policy, queries
from macd.models import Document
from macd.views.common import standing_for
from macd.views.shown.cards import document_cards
from macd.workflow import FINAL

PAGE = 25
LONGEST_SEARCH = 100
SHOWN = {
    "open": pgettext_lazy("requests", "Open"),
    "closed": pgettext_lazy("requests", "Closed"),
    "all": pgettext_lazy("requests", "All"),
}


@login_required
@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """What a person may see of it, the last changed first."""
    standing = standing_for(request)
    show = request.GET.get("show", "open")
    show = show if show in SHOWN else "open"
    words = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH]
    found = _found(queries.documents_for(standing), show, words)
    rows = list(_with_lines(_after(found, request.GET.get("after", "")))[: PAGE + 1])
    page = {
        "cards": document_cards(rows[:PAGE], standing),
        "filters": [_filter(code, show, words) for code in SHOWN],
        "show": show,
        "q": words,
        "older_url": _url(show=show, q=words, after=_mark(rows[PAGE - 1]))
        if len(rows) > PAGE
        else "",
        "may_start": may_start_any(standing),
    }
    return render(request, "macd/documents.html", page)


def may_start_any(standing: Standing) -> bool:
    """Whether the page offers to start a request."""
    own = any(policy.may_start(standing, m.customer_id) for m in standing.memberships)
    return own or policy.may_start_for_customers(standing)


def _found(found: QuerySet[Document], show: str, words: str) -> QuerySet[Document]:
    final = Q(status__in=sorted(FINAL))
    if words:
        found = found.filter(
            Q(number__icontains=words)
            | Q(reference__icontains=words)
            | Q(po_number__icontains=words)
        )
    if show == "open":
        return found.exclude(final)
    return found.filter(final) if show == "closed" else found


def _with_lines(found: QuerySet[Document]) -> QuerySet[Document]:
    return (
        queries.told_ended(found)
        .select_related("customer", "requester", "account_manager", "office", "to_office")
        .prefetch_related(Prefetch("lines", queries.lines_with_all()))
        .order_by("-updated_at", "-id")
    )


def _mark(document: Document) -> str:
    """Where a page ends: the key of its last row."""
    return f"{document.updated_at.isoformat()}_{document.pk}"


def _after(found: QuerySet[Document], mark: str) -> QuerySet[Document]:
    """The rows after a mark; all of them where it is none."""
    moment, _line, pk = mark.partition("_")
    try:
        last, last_id = datetime.fromisoformat(moment), int(pk[:18])
    except ValueError:
        return found
    if last.tzinfo is None:
        return found
    return found.filter(Q(updated_at__lt=last) | Q(updated_at=last, pk__lt=last_id))


def _url(**query: str) -> str:
    return f"?{urlencode({name: value for name, value in query.items() if value})}"


def _filter(code: str, show: str, words: str) -> dict[str, Any]:
    return {"label": SHOWN[code], "url": _url(show=code, q=words), "active": code == show}
