"""The work list of operations: what is to be delivered, by promised day and region."""

from datetime import date
from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.clock import today
from accounts.days import day_in
from accounts.standing import Standing
from macd import policy, queries, visiting
from macd.models import Appointment, Line
from macd.views.common import new_key, standing_for
from macd.views.paging import page_by_day
from macd.views.shown.field import region_of_query, visit_row
from macd.views.shown.lines import item_of
from macd.vocabulary import LineStatus
from offices.regions import NAMES, region_of

QUEUES: dict[str, Any] = {
    "due": _("Due within a week"),
    "overdue": _("Overdue"),
    "today": _("Today"),
    "unplanned": _("No visit planned yet"),
    "later": _("Later, or without a day"),
    "held": _("On hold"),
    "all": _("Everything"),
}
RISKS = frozenset({"overdue"})


@require_safe
@login_required
def operations(request: HttpRequest) -> HttpResponse:
    """Show the items to deliver, those that were promised first on top."""
    standing = standing_for(request)
    if not policy.reads_work(standing):
        raise PermissionDenied
    on = today()
    kept = _kept(request)
    wanted = queries.work_queues(on)
    queue = request.GET.get("queue", "")
    queue = queue if queue in wanted else "due"
    work = _filtered(queries.work_list(standing), kept)
    counts = _counts(work, wanted)
    page = page_by_day(work.filter(wanted[queue]), "due_on", after=request.GET.get("after", ""))
    query = {"queue": queue, **kept}
    context = {
        "queues": [{"heading": "", "queues": _queues(counts, queue, kept)}],
        "queue": queue,
        "queue_label": QUEUES[queue],
        "days": days_of(standing, page.rows, on=on),
        "count": counts[queue],
        "older_url": page.url_after(query),
        "newer_url": "?" + urlencode(query) if request.GET.get("after") else "",
        "kept": kept,
        "regions": [("", _("All regions")), *NAMES.items()],
        "idempotency_key": new_key(),
    }
    return render(request, "macd/operations.html", context)


def _kept(request: HttpRequest) -> dict[str, str]:
    """The filters that stay while one goes from queue to queue."""
    return {
        "region": region_of_query(request.GET.get("region", "")),
        "from": _day(request.GET.get("from", "")),
        "until": _day(request.GET.get("until", "")),
    }


def _day(text: str) -> str:
    try:
        return day_in(text).isoformat()
    except ValueError:
        return ""


def _filtered(work: QuerySet[Line], kept: dict[str, str]) -> QuerySet[Line]:
    if kept["region"]:
        work = work.filter(queries.worked_on_in(kept["region"]))
    if kept["from"]:
        work = work.filter(committed_on__gte=kept["from"])
    if kept["until"]:
        work = work.filter(committed_on__lte=kept["until"])
    return work


def days_of(standing: Standing, lines: list[Line], *, on: date) -> list[dict[str, Any]]:
    """The lines by promised day, in the order they come in, with the visits they have."""
    visits: dict[int, list[Appointment]] = {}
    for visit in queries.visits_of({line.document_id for line in lines}):
        if visit.is_open:
            visits.setdefault(visit.document_id, []).append(visit)
    return [
        {
            "on": day,
            "overdue": day is not None and day < on,
            "items": [_item(standing, line, visits, on=on) for line in group],
        }
        for day, group in groupby(lines, key=lambda line: line.committed_on)
    ]


def _item(
    standing: Standing, line: Line, visits: dict[int, list[Appointment]], *, on: date
) -> dict[str, Any]:
    """A line with its document, its steps leading back to the list."""
    document, place = line.document, visiting.work_place(line)
    item = item_of(standing, document, line, on=on)
    for step in [*item["steps"], *(item["port"] or {}).get("steps", ())]:
        step["url"] += "?back=operations"
        # Among many items no button is the one.
        step["tone"] = "danger" if step["tone"] == "danger" else "secondary"
    held = line.status == LineStatus.HELD
    late = line.committed_on is not None and line.committed_on < on
    may = place is not None and bool(policy.visit_purposes(standing, document))
    own = [
        visit
        for visit in visits.get(line.document_id, [])
        if place is not None and visit.office_id == place.pk and visit.line_id in (None, line.pk)
    ]
    plan_url = reverse("visit_new", args=[document.number]) + f"?line={line.number}"
    return {
        **item,
        "document": document,
        "late": late and not held,
        "region": NAMES[region_of(postcode=place.postcode, country=place.country)] if place else "",
        "visits": [visit_row(visit) for visit in own],
        "plan_url": plan_url if may else "",
        "promise_url": reverse("line_promise", args=[document.number, line.number])
        if policy.promises(standing, document)
        else "",
    }


def _counts(work: QuerySet[Line], wanted: dict[str, Q]) -> dict[str, int]:
    return work.order_by().aggregate(
        **{name: Count("pk", filter=condition or None) for name, condition in wanted.items()}
    )


def _queues(counts: dict[str, int], active: str, kept: dict[str, str]) -> list[dict[str, Any]]:
    filters = {name: value for name, value in kept.items() if value}
    return [
        {
            "label": label,
            "url": "?" + urlencode({"queue": name, **filters}),
            "count": counts[name],
            "active": name == active,
            "risk": name in RISKS,
        }
        for name, label in QUEUES.items()
    ]
