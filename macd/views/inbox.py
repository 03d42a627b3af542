"""The account manager's inbox: queues with counts, rows of what is open."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.clock import today
from macd import policy, queries
from macd.conflicts import conflicts_among
from macd.models import Document
from macd.views.common import standing_for
from macd.views.paging import page_by
from macd.views.shown.rows import rows_of_many

QUEUES: dict[str, Any] = {
    "needs_me": _("Needs me now"),
    "to_approve": _("To approve as second"),
    "waiting_customer": _("Waiting for the customer"),
    "waiting_delivery": _("Waiting for delivery"),
    "overdue": _("Promise overdue"),
    "new": _("New this week"),
    "all": _("All open"),
}
RISKS = frozenset({"overdue"})
LONGEST_SEARCH = 100


@require_safe
@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    """Show the open documents of the portfolio, those who wait longest first."""
    standing = standing_for(request)
    if not policy.is_account_manager(standing):
        raise PermissionDenied
    wanted = queues_on()
    queue = request.GET.get("queue", "")
    queue = queue if queue in wanted else "needs_me"
    search = request.GET.get("q", "").replace("\x00", "")[:LONGEST_SEARCH].strip()
    found = queries.inbox_for(standing)
    if search:
        found = found.filter(queries.matching(search))
    page = page_by(
        queries.with_lines(found.filter(wanted[queue])),
        "ball_since",
        after=request.GET.get("after", ""),
    )
    context = {
        "queues": [{"heading": "", "queues": _queues(found, wanted, queue, search)}],
        "rows": rows_of_many(standing, page.rows, on=today(), conflicts=conflicts_among(page.rows)),
        "search": search,
        "queue": queue,
        "queue_label": QUEUES[queue],
        "older_url": page.url_after({"queue": queue, "q": search}),
        "may_start": policy.may_start_for_customers(standing),
    }
    return render(request, "macd/inbox.html", context)


def queues_on() -> dict[str, Q]:
    """What belongs in each queue today."""
    day = today()
    dated = {"overdue": queries.overdue(day), "new": queries.new_this_week(day)}
    every = {**queries.INBOX_QUEUES, **dated}
    return {name: every[name] for name in QUEUES}


def _queues(
    found: QuerySet[Document], wanted: dict[str, Q], active: str, search: str
) -> list[dict[str, Any]]:
    """Each queue with its count, all counted in one query."""
    counts = found.order_by().aggregate(
        **{name: Count("pk", filter=condition or None) for name, condition in wanted.items()}
    )
    more = {"q": search} if search else {}
    return [
        {
            "label": label,
            "url": "?" + urlencode({"queue": name, **more}),
            "count": counts[name],
            "active": name == active,
            "risk": name in RISKS,
        }
        for name, label in QUEUES.items()
    ]
