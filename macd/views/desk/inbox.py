"""The account manager's inbox: queues with counts, saved views, rows of what is open."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.clock import today
from accounts.standing import Standing
from macd import policy, queries
from macd.conflicts import conflicts_among
from macd.forms.desk import BULK_STEPS, FilterForm
from macd.models import Document, SavedView
from macd.views.common import standing_for
from macd.views.desk.rows import rows_of_many
from macd.views.desk.state import NUMBER, QUEUES, View, view_of
from macd.views.paging import Order, by_amount, by_day, by_instant, page_in
from services.calendar import add_business_days
from services.parameters import parameter

RISKS = frozenset({"overdue", "at_risk", "due_today"})
ORDERS: dict[str, Order] = {
    "due": by_day("due_on"),
    "waiting": by_instant("ball_since"),
    "newest": by_instant("created_at", descending=True),
    "worth": by_amount("worth", descending=True),
}


@require_safe
@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    """Show the open documents of the portfolio, the next breach first."""
    standing = standing_for(request)
    if not policy.is_account_manager(standing):
        raise PermissionDenied
    on = today()
    queues = queues_on(standing, on)
    view = view_of(request.GET, queues)
    saved = list(queries.saved_views_for(standing))
    everything = queries.inbox_for(standing, on=on)
    found = everything.filter(view.condition())
    page = page_in(
        queries.with_lines(found.filter(queues[view.queue])),
        ORDERS[view.sort],
        after=request.GET.get("after", ""),
    )
    current = next(
        (each for each in saved if _view_in(each, queues).identity == view.identity), None
    )
    rows = rows_of_many(standing, page.rows, on=on, conflicts=conflicts_among(page.rows), view=view)
    context = {
        "queues": [
            {"heading": "", "queues": _queues(found, queues, view)},
            *_views(everything, queues, saved, view),
        ],
        "rows": rows,
        "view": view,
        "kept": view.with_(opened="").pairs(),
        "queue_label": QUEUES[view.queue],
        "filters": FilterForm(view, managers=_managers(standing)),
        "saved": current,
        "may_remove": current is not None and current.owner_id == standing.person_id,
        "older_url": page.url_after(view.with_(opened="").pairs()),
        "pane_url": _pane_url(view, rows),
        "bulk_steps": BULK_STEPS,
        "may_start": policy.may_start_for_customers(standing),
        "may_hand_over": policy.may_hand_over(standing),
    }
    return render(request, "macd/inbox.html", context)


def queues_on(standing: Standing, on: date) -> dict[str, Q]:
    """What belongs in each queue of a person's desk on a day."""
    risk_on = add_business_days(on, parameter("risk_business_days", on=on))
    every = queries.inbox_queues(standing, on=on, risk_on=risk_on)
    shown = [name for name in QUEUES if name != "substituting" or policy.deputised(standing)]
    return {name: every[name] for name in shown}


def _view_in(saved: SavedView, queues: Mapping[str, Q]) -> View:
    return view_of(QueryDict(saved.query), queues)


def _queues(found: QuerySet[Document], queues: dict[str, Q], view: View) -> list[dict[str, Any]]:
    """Each queue with its count, all counted in one query."""
    counts = _counted(found, queues)
    return [
        {
            "label": QUEUES[name],
            "url": "?" + view.with_(queue=name, opened="").query,
            "count": counts[name],
            "active": name == view.queue,
            "risk": name in RISKS,
        }
        for name in queues
    ]


def _views(
    everything: QuerySet[Document], queues: dict[str, Q], saved: list[SavedView], view: View
) -> list[dict[str, Any]]:
    """The saved views with their counts; none where nobody saved any."""
    if not saved:
        return []
    views = {f"view_{each.pk}": _view_in(each, queues) for each in saved}
    counts = _counted(
        everything, {name: each.condition() & queues[each.queue] for name, each in views.items()}
    )
    rows = [
        {
            "label": each.name,
            "url": "?" + views[f"view_{each.pk}"].query,
            "count": counts[f"view_{each.pk}"],
            "active": views[f"view_{each.pk}"].identity == view.identity,
            "risk": False,
        }
        for each in saved
    ]
    return [{"heading": _("Views"), "queues": rows}]


def _counted(found: QuerySet[Document], conditions: Mapping[str, Q]) -> dict[str, int]:
    wanted = {name: Count("pk", filter=condition or None) for name, condition in conditions.items()}
    counts: dict[str, int] = found.order_by().aggregate(**wanted)
    return counts


def _managers(standing: Standing) -> list[tuple[int, str]]:
    """Whose portfolio can be chosen, where there are several."""
    managed = policy.managed_by(standing)
    return queries.names_of(managed) if len(managed) > 1 else []


def _pane_url(view: View, rows: list[dict[str, Any]]) -> str:
    """Where the opened document is read from; empty where none is, and where all is done.

    What is done there leads to the row that follows it, or to the first where it is in none.
    """
    if not rows or not view.opened or not set(view.opened) <= NUMBER:
        return ""
    for row in rows:
        if row["current"]:
            return str(row["pane_url"])
    return f"{reverse('document_pane', args=[view.opened])}?{view.back(rows[0]['number'])}"
