"""One case: ends side by side with their account, what is open, and what can be done now."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Count, F, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.clock import today
from accounts.standing import Standing
from finance import queries
from finance.explaining import figures_of
from finance.exposure import sides_of
from finance.hardware import hardware_of
from finance.numbers import numbers_of
from finance.views.actions import Refused, actions_for, item_action, number_action
from finance.views.shown import about, events, money_or_text, next_for, shown
from macd import policy
from macd.models import Document
from macd.queries import documents_for
from macd.templatetags.macd_format import money
from macd.views.common import new_key, standing_for
from macd.wording import line_title, status_in_words
from services.inventory import services_on
from services.models import CancellationCase, CaseStatus, ServicePeriod
from services.models.cancellation import OPEN

MOST = 200
# A longer list is folded under its sum, so that what comes after it is near on a telephone.
FEW = 10


def case_or_404(request: HttpRequest, public_id: UUID) -> CancellationCase:
    """The case. Raises Http404 where the reader may not know of it."""
    case = queries.case_for(standing_for(request), public_id)
    if case is None:
        raise Http404
    return case


@require_safe
@login_required
def cancellation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one case."""
    return case_page(request, case_or_404(request, public_id))


def case_page(
    request: HttpRequest, case: CancellationCase, *, refused: Refused | None = None
) -> HttpResponse:
    """The page of a case; after a refusal with what was typed and why it was refused."""
    standing = standing_for(request)
    staff = queries.reads_notes(standing, case)
    letters = list(case.letters.select_related("stored_file"))
    context = {
        "case": case,
        "staff": staff,
        "sides": [_side(side, staff) for side in sides_of(case)],
        "about": about(case, staff=staff),
        "next": next_for(case, letters),
        "letters": letters,
        "events": events(queries.events_for(standing, case)),
        "actions": actions_for(standing, case, refused),
        "may_plan": policy.is_finance(standing) and case.status in OPEN,
        "errors": refused.errors if refused else None,
        "just_given": case.status == CaseStatus.NOTICE_GIVEN,
        **_hardware(case),
        "idempotency_key": new_key(),
        **_services(case),
        **_open(standing, case, refused),
    }
    return render(
        request, "finance/cancellation.html", context, status=refused.status if refused else 200
    )


def _side(side: Any, staff: bool) -> dict[str, Any]:
    figures = [
        {
            "label": figure.label,
            "value": shown(figure.value),
            "rule": figure.rule,
            "source": figure.source,
            "inputs": [(label, shown(value)) for label, value in figure.inputs],
            "used": figure.used,
        }
        for figure in figures_of(side, for_the_desk=staff)
    ]
    return {"side": side, "row": side.row, "agreement": side.row.agreement, "figures": figures}


def _services(case: CancellationCase) -> dict[str, Any]:
    """What is installed, with the sums by which the figures can be checked by hand."""
    found = list(services_on(customer_id=case.customer_id, on=today())[: MOST + 1])
    columns = [
        {"label": _("Service")},
        {"label": _("What")},
        {"label": _("Office")},
        {"label": _("Agreement")},
        {"label": _("Quantity × price"), "number": True},
        {"label": _("A month"), "number": True},
    ]
    count, total = _sum_of(case, found)
    return {
        "columns": columns,
        "rows": [{"cells": _service(period)} for period in found[:MOST]],
        "total": [_("Total"), "", "", "", "", money(total)] if found else [],
        "monthly": total,
        "services_count": count,
        "services_open": count <= FEW,
        "more_services": count > MOST,
    }


def _sum_of(case: CancellationCase, found: list[ServicePeriod]) -> tuple[int, Decimal]:
    """How many services there are and what they cost a month, those beyond the page as well."""
    if len(found) <= MOST:
        return len(found), sum((period.monthly_amount for period in found), Decimal(0))
    whole = services_on(customer_id=case.customer_id, on=today()).aggregate(
        count=Count("pk"), total=Sum(F("recurring_price") * F("quantity"))
    )
    return whole["count"], whole["total"]


def _hardware(case: CancellationCase) -> dict[str, Any]:
    """The devices to hand back, and how many they are."""
    found = hardware_of(case.customer_id, on=today())
    return {
        "hardware": found,
        "hardware_count": sum(device.quantity for device in found),
        "hardware_open": len(found) <= FEW,
    }


def _service(period: ServicePeriod) -> list[str]:
    agreement = period.service.agreement
    return [
        format_html('<span class="text-nowrap">{}</span>', period.service.service_id),
        period.offering_version.name,
        period.office.name if period.office else _("Not tied to an office"),
        agreement.number if agreement else _("none"),
        f"{period.quantity} × {money(period.recurring_price)}",
        money(period.monthly_amount),
    ]


def _open(standing: Standing, case: CancellationCase, refused: Refused | None) -> dict[str, Any]:
    """Open requests and numbers, with what the reader may decide about them."""
    readable = set(
        documents_for(standing).filter(customer=case.customer_id).values_list("pk", flat=True)
    )
    open_case = case.status in OPEN
    decides = open_case and policy.is_finance(standing)
    chooses = open_case and (
        policy.is_finance(standing) or policy.may_give_notice(standing, case.customer_id)
    )
    found = list(queries.open_documents_of(standing, case))
    return {
        "documents": list(
            _documents(standing, case, found, readable, decides=decides, refused=refused)
        ),
        **_numbers(case, refused, chooses=chooses),
    }


def _numbers(case: CancellationCase, refused: Refused | None, *, chooses: bool) -> dict[str, Any]:
    """The numbers, how many they are, each of a range counted; unfolded where one was refused."""
    found = numbers_of(case)
    return {
        "numbers": [
            {"choice": each, "action": number_action(case, each, refused) if chooses else None}
            for each in found
        ],
        "numbers_count": sum(each.number.range_size for each in found),
        "numbers_open": len(found) <= FEW or (refused is not None and refused.action == "number"),
    }


def _documents(
    standing: Standing,
    case: CancellationCase,
    found: Iterable[Document],
    readable: set[int],
    *,
    decides: bool,
    refused: Refused | None,
) -> Iterable[dict[str, Any]]:
    decisions = queries.decisions_of(case)
    for document in found:
        yield {
            "document": document,
            "status": status_in_words(document.status, staff=standing.is_staff),
            "url": document.get_absolute_url() if document.pk in readable else "",
            "lines": [
                {
                    "title": line_title(line),
                    "status": line.get_status_display(),
                    "decided": decisions.get(line.pk),
                    "cost": money_or_text(decisions[line.pk].cost) if line.pk in decisions else "",
                    "action": item_action(case, line, decisions.get(line.pk), refused)
                    if decides and not line.is_final
                    else None,
                }
                for line in document.lines.all()
            ],
        }
