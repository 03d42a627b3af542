"""The work list of operations: what is to be delivered, by promised day."""

from datetime import date
from itertools import groupby
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
from accounts.standing import Standing
from macd import policy, queries
from macd.models import Line
from macd.views.common import new_key, standing_for
from macd.views.shown.lines import item_of
from macd.vocabulary import LineStatus

QUEUES: dict[str, Any] = {
    "due": _("Due within a week"),
    "overdue": _("Overdue"),
    "today": _("Today"),
    "later": _("Later, or without a day"),
    "held": _("On hold"),
    "all": _("Everything"),
}
RISKS = frozenset({"overdue"})
MOST = 100


@require_safe
@login_required
def operations(request: HttpRequest) -> HttpResponse:
    """Show the items to deliver, those that were promised first on top."""
    standing = standing_for(request)
    if not policy.is_operations(standing):
        raise PermissionDenied
    on = today()
    wanted = queries.work_queues(on)
    queue = request.GET.get("queue", "")
    queue = queue if queue in wanted else "due"
    work = queries.work_list(standing)
    counts = _counts(work, wanted)
    lines = list(work.filter(wanted[queue])[:MOST])
    context = {
        "queues": [{"heading": "", "queues": _queues(counts, queue)}],
        "queue_label": QUEUES[queue],
        "days": days_of(standing, lines, on=on),
        "shown": len(lines),
        "count": counts[queue],
        "idempotency_key": new_key(),
    }
    return render(request, "macd/operations.html", context)


def days_of(standing: Standing, lines: list[Line], *, on: date) -> list[dict[str, Any]]:
    """The lines by promised day, in the order they come in."""
    return [
        {
            "on": day,
            "overdue": day is not None and day < on,
            "items": [_item(standing, line, on=on) for line in group],
        }
        for day, group in groupby(lines, key=lambda line: line.committed_on)
    ]


def _item(standing: Standing, line: Line, *, on: date) -> dict[str, Any]:
    """A line with its document, its steps leading back to the list."""
    item = item_of(standing, line.document, line, on=on)
    for step in item["steps"]:
        step["url"] += "?back=operations"
        # Among many items no button is the one.
        step["tone"] = "danger" if step["tone"] == "danger" else "secondary"
    held = line.status == LineStatus.HELD
    late = line.committed_on is not None and line.committed_on < on
    return {**item, "document": line.document, "late": late and not held}


def _counts(work: QuerySet[Line], wanted: dict[str, Q]) -> dict[str, int]:
    return work.order_by().aggregate(
        **{name: Count("pk", filter=condition or None) for name, condition in wanted.items()}
    )


def _queues(counts: dict[str, int], active: str) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "url": "?" + urlencode({"queue": name}),
            "count": counts[name],
            "active": name == active,
            "risk": name in RISKS,
        }
        for name, label in QUEUES.items()
    ]
