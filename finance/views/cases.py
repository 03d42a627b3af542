"""The list of cancellation cases, and one case; read-only."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.clock import day_of, today
from finance import queries
from finance.exposure import Side, sides_of
from finance.queries import Listed
from macd import policy
from macd.queries import documents_for
from macd.templatetags.macd_format import day, day_short, moment, money
from macd.views.common import standing_for
from macd.wording import in_one_line
from services.inventory import services_on
from services.models import CancellationCase, CaseStatus

MOST = 200


@require_safe
@login_required
def cancellations(request: HttpRequest) -> HttpResponse:
    """List the cases that the reader may see, by last day to act."""
    standing = standing_for(request)
    on = today()
    rows = [_row(row) for row in queries.listed(standing, on=on)]
    columns = [
        {"label": _("Company")},
        {"label": _("Last day to act")},
        {"label": _("Received on")},
        {"label": _("Status")},
        {"label": _("A month"), "number": True},
        {"label": _("Account manager")},
    ]
    context = {"rows": rows, "columns": columns, "at_the_customer": bool(standing.memberships)}
    return render(request, "finance/cancellations.html", context)


def _row(listed: Listed) -> dict[str, Any]:
    case = listed.case
    return {
        "url": reverse("cancellation", args=[case.public_id]),
        "cells": [
            case.customer.legal_name,
            day_short(listed.act_on) or _("not known yet"),
            day_short(case.received_at),
            case.get_status_display(),
            money(listed.monthly),
            case.customer.account_manager.name,
        ],
    }


@require_safe
@login_required
def cancellation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one case: ends side by side, worth, what is open, services and numbers."""
    standing = standing_for(request)
    case = queries.case_for(standing, public_id)
    if case is None:
        raise Http404
    sides = sides_of(case, on=day_of(case.received_at))
    services = list(services_on(customer_id=case.customer_id, on=today())[: MOST + 1])
    readable = set(
        documents_for(standing).filter(customer=case.customer_id).values_list("pk", flat=True)
    )
    documents = [
        {
            "document": document,
            "summary": in_one_line(list(document.lines.all())),
            "url": document.get_absolute_url() if document.pk in readable else "",
        }
        for document in queries.open_documents_of(standing, case)
    ]
    context = {
        "case": case,
        "sides": [{"side": side, "rows": _agreement_rows(side)} for side in sides],
        "about": _about(case, sum((side.monthly for side in sides), Decimal(0))),
        "services": services[:MOST],
        "more_services": len(services) > MOST,
        "numbers": queries.numbers_of(case),
        "documents": documents,
        "just_given": case.status == CaseStatus.NOTICE_GIVEN,
        "for_the_desk": policy.is_finance(standing) or policy.is_auditor(standing),
    }
    return render(request, "finance/cancellation.html", context)


def _about(case: CancellationCase, monthly: Decimal) -> list[dict[str, Any]]:
    """Rows of components/summary_list.html about the notice itself."""
    workers = case.worker_count
    rows = [
        (_("Received on"), moment(case.received_at)),
        (_("Given by"), f"{case.opened_by.name} · {case.get_channel_display()}"),
        (_("Reason"), case.reason),
        (
            _("Workers at receipt"),
            _("not known: both results are shown") if workers is None else workers,
        ),
        (_("A month"), money(monthly)),
        (_("Account manager"), case.customer.account_manager.name),
    ]
    return [{"label": label, "value": value} for label, value in rows if value != ""]


def _agreement_rows(side: Side) -> list[dict[str, Any]]:
    """Rows of components/summary_list.html about one agreement."""
    rows = [
        (_("Started on"), day(side.row.agreement.starts_on)),
        (_("Last day to act"), day(side.act_on)),
        (_("A month"), money(side.monthly)),
        (_("To the end of the term"), money(side.until_end)),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]
