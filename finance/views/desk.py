"""The list of cases: finance's desk with queues and filters; for others the cases they may see."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.clock import day_of, today
from accounts.models import Person
from finance import desk
from finance.desk import QUEUES, RISKS, Filters
from finance.exports import AT_ONCE
from finance.views.actions import Refused, calls_for
from macd import policy
from macd.templatetags.macd_format import day_short, money
from macd.views.common import new_key, standing_for
from services.models import CancellationCase

# What a company reads of its own cases: the last day to act is the desk's.
OWN_COLUMNS = (0, 2, 3, 4, 5)


@require_safe
@login_required
def cancellations(request: HttpRequest) -> HttpResponse:
    """List the cases that the reader may see, by last day to act."""
    return desk_page(request)


def desk_page(request: HttpRequest, *, refused: Refused | None = None) -> HttpResponse:
    """The page of the list; after a refusal with what was typed and why it was refused."""
    standing = standing_for(request)
    on = today()
    filters = Filters.of(request.GET.dict())
    cases = desk.found(standing, filters, on=on)
    page = desk.page_of(cases, after=request.GET.get("after", ""))
    count, monthly = desk.totals(cases)
    at_the_desk = policy.is_finance(standing) or policy.is_auditor(standing)
    own = bool(standing.memberships) and not standing.is_staff
    kept = OWN_COLUMNS if own else tuple(range(len(columns())))
    context = {
        "filters": filters,
        "queues": [
            {"heading": "", "queues": _queues(desk.counts(standing, filters, on=on), filters)}
        ],
        "queue_label": QUEUES[filters.queue],
        "columns": [columns()[place] for place in kept],
        "rows": [_row(case, on, kept) for case in page.cases],
        "total": [_("%(count)s in all") % {"count": count}, "", "", "", money(monthly), ""]
        if not own
        else None,
        "prepared": {"what": "desk", "query": filters.query()} if count > AT_ONCE else None,
        "calls": calls_for(standing, refused),
        "errors": refused.errors if refused else None,
        "idempotency_key": new_key(),
        "older_url": filters.query(after=page.following) if page.following else "",
        "filtered": bool(filters.search or filters.within or filters.manager),
        "within": [
            {"value": days, "label": _("within %(days)s days") % {"days": days}}
            for days in desk.WITHIN
        ],
        "managers": _managers() if at_the_desk else [],
        "at_the_desk": at_the_desk,
        "may_record": policy.is_finance(standing),
        "at_the_customer": bool(standing.memberships),
        "own": own,
        "caption": captions(own=own)[filters.queue == "closed"],
    }
    status = refused.status if refused else 200
    return render(request, "finance/cancellations.html", context, status=status)


def captions(*, own: bool) -> tuple[str, str]:
    """What the list is called to who cannot see it: of open cases, and of closed ones."""
    if own:
        return _("Your cases"), _("Your cases")
    return _("Cases, the first to act on first"), _("Closed cases")


def columns() -> list[dict[str, Any]]:
    """The columns of the list; the export has them too."""
    return [
        {"label": _("Company")},
        {"label": _("Last day to act")},
        {"label": _("Received on")},
        {"label": _("Status")},
        {"label": _("A month"), "number": True},
        {"label": _("Account manager")},
    ]


def _row(case: CancellationCase, on: date, kept: Sequence[int]) -> dict[str, Any]:
    is_open = case.closed_at is None
    act_on = day_short(case.act_on) or (_("not known yet") if is_open else "–")
    late = case.act_on is not None and case.act_on < on and is_open
    cells = [
        case.customer.legal_name,
        format_html('<span class="is-late">{}, {}</span>', act_on, _("passed")) if late else act_on,
        day_short(day_of(case.received_at)),
        status_of(case),
        money(case.monthly),
        case.customer.account_manager.name,
    ]
    url = reverse("cancellation", args=[case.public_id])
    return {"url": url, "cells": [cells[place] for place in kept]}


def status_of(case: Any) -> str:
    """Where a case of `desk.found` stands, and who has it."""
    if case.waits_for_second and case.closed_at is None:
        return _("%(status)s, waits for a second person") % {"status": case.get_status_display()}
    if case.with_manager_since is not None:
        return _("%(status)s, with the account manager") % {"status": case.get_status_display()}
    return str(case.get_status_display())


def _managers() -> list[Person]:
    wanted = policy.account_managers()
    return list(Person.objects.filter(pk__in=wanted).order_by("name"))


def _queues(counts: dict[str, int], filters: Filters) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "url": filters.query(queue=name),
            "count": counts[name],
            "active": name == filters.queue,
            "risk": name in RISKS,
        }
        for name, label in QUEUES.items()
    ]
