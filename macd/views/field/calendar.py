"""The calendar of visits: a week or a month, of everybody, one technician, or a region."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.clock import today
from accounts.days import day_in
from accounts.standing import Standing
from macd import policy, queries
from macd.models import Appointment
from macd.views.common import standing_for
from macd.views.shown.field import field_filters, region_of_query, visit_row
from macd.views.shown.visit import crew_names
from services.calendar import add_months, is_business_day

WEEK, MONTH = "week", "month"
MOST_IN_A_DAY = 3
MOST = 1000
FAR = 366 * 5


@require_safe
@login_required
def calendar(request: HttpRequest) -> HttpResponse:
    """Show the visits of the week or month in which a day lies."""
    standing = standing_for(request)
    if not policy.reads_work(standing):
        raise PermissionDenied
    on = today()
    view = MONTH if request.GET.get("view") == MONTH else WEEK
    day = _day(request.GET.get("day", ""), on)
    first, last = _range(view, day)
    kept = {
        "view": view if view == MONTH else "",
        "who": _who(request.GET.get("who", "")),
        "region": region_of_query(request.GET.get("region", "")),
    }
    visits = list(_chosen(standing, first, last, kept)[:MOST])
    context = {
        "view": view,
        "first": first,
        "last": last,
        "days": _days(visits, first, last, on=on, day=day, view=view, kept=kept),
        "count": len(visits),
        "unnamed": any(visit.is_open and not crew_names(visit) for visit in visits),
        "month": day,
        **_links(view, day, on, kept),
        **field_filters(standing, kept, day=day.isoformat()),
    }
    return render(request, f"macd/field/{view}.html", context)


def _day(text: str, on: date) -> date:
    """The day that an address names; today for one that is none, or years away."""
    try:
        day = day_in(text)
    except ValueError:
        return on
    return day if abs((day - on).days) <= FAR else on


def _range(view: str, day: date) -> tuple[date, date]:
    """Whole weeks, from Monday to Sunday."""
    first, last = day, day
    if view == MONTH:
        first = day.replace(day=1)
        last = add_months(first, 1) - timedelta(days=1)
    return first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())


def _who(text: str) -> str:
    known = text in ("me", "nobody") or (text.isdecimal() and len(text) < 12)
    return text if known else ""


def _chosen(
    standing: Standing, first: date, last: date, kept: dict[str, str]
) -> QuerySet[Appointment]:
    visits = queries.visits_between(standing, first, last)
    if kept["region"]:
        visits = visits.filter(queries.visits_in(kept["region"]))
    if kept["who"] == "nobody":
        return visits.filter(queries.unassigned())
    if kept["who"]:
        person = standing.person_id if kept["who"] == "me" else int(kept["who"])
        return visits.filter(queries.sent(person))
    return visits


def _days(
    visits: list[Appointment],
    first: date,
    last: date,
    *,
    on: date,
    day: date,
    view: str,
    kept: dict[str, str],
) -> list[dict[str, Any]]:
    """One entry a day; a weekend day without visits is left out of a week."""
    by_day: dict[date, list[Appointment]] = {}
    for visit in visits:
        by_day.setdefault(visit.day, []).append(visit)
    every = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    shown = [d for d in every if view == MONTH or d.weekday() < 5 or d in by_day]
    return [_entry(d, by_day.get(d, []), on=on, month=day.month, kept=kept) for d in shown]


def _entry(
    day: date, visits: list[Appointment], *, on: date, month: int, kept: dict[str, str]
) -> dict[str, Any]:
    rows = [visit_row(visit) for visit in visits]
    return {
        "on": day,
        "today": day == on,
        "outside": day.month != month,
        "closed": not is_business_day(day),
        "visits": rows,
        "halves": [
            (_("Morning"), [row for row in rows if row["half"] == "morning"]),
            (_("Afternoon"), [row for row in rows if row["half"] == "afternoon"]),
        ],
        "first_visits": rows[:MOST_IN_A_DAY],
        "more": max(len(rows) - MOST_IN_A_DAY, 0),
        "week_url": "?" + _query(kept, view="", day=day.isoformat()),
    }


def _links(view: str, day: date, on: date, kept: dict[str, str]) -> dict[str, str]:
    """Before, after, today, and the other view, with the same filters."""
    if view == MONTH:
        before, after = add_months(day.replace(day=1), -1), add_months(day.replace(day=1), 1)
    else:
        before, after = day - timedelta(days=7), day + timedelta(days=7)
    return {
        "before_url": "?" + _query(kept, day=before.isoformat()),
        "after_url": "?" + _query(kept, day=after.isoformat()),
        "today_url": "?" + _query(kept, day=on.isoformat()),
        "week_url": "?" + _query(kept, view="", day=day.isoformat()),
        "month_url": "?" + _query(kept, view=MONTH, day=day.isoformat()),
    }


def _query(kept: dict[str, str], **changed: str) -> str:
    pairs: Iterable[tuple[str, str]] = {**kept, **changed}.items()
    return urlencode([(name, value) for name, value in pairs if value])
