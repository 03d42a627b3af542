"""The ends of a case: chosen per agreement, previewed, accepted."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.clock import today
from accounts.dates import date_format
from finance import forms, queries
from finance.ends import end_for
from finance.exposure import Side, sides_of
from finance.preview import preview_of
from finance.views.actions import Refused, button
from finance.views.cases import case_or_404
from macd import policy
from macd.templatetags.macd_format import day
from macd.views.common import new_key, standing_for
from services.models import CancellationCase, CaseStatus, EndMode


@require_safe
@login_required
def plan(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show how each agreement ends, and what executing will do."""
    return plan_page(request, case_or_404(request, public_id))


def plan_page(
    request: HttpRequest, case: CancellationCase, *, refused: Refused | None = None
) -> HttpResponse:
    """The page of ends; finance and the auditor read it, finance decides."""
    standing = standing_for(request)
    decides = policy.is_finance(standing)
    if not decides and not policy.is_auditor(standing):
        raise PermissionDenied
    documents = queries.open_documents_of(standing, case)
    preview = preview_of(case, documents, on=today())
    sides = sides_of(case)
    deciding = decides and case.closed_at is None
    accepting = deciding and case.status == CaseStatus.NOTICE_GIVEN
    context = {
        "case": case,
        "ends": [_end(case, side, refused, deciding, standing.person_id) for side in sides],
        "closing": button(case, "closing", _("Choose the last day"), forms.ClosingForm, refused)
        if deciding and not sides
        else None,
        "preview": preview,
        "accept": _accept(case, ready=preview.ready) if accepting else None,
        "accepted": case.status == CaseStatus.ACCEPTED,
        "errors": refused.errors if refused else None,
        "idempotency_key": new_key(),
    }
    return render(request, "finance/plan.html", context, status=refused.status if refused else 200)


def _end(
    case: CancellationCase, side: Side, refused: Refused | None, deciding: bool, person_id: int
) -> dict[str, Any]:
    row = side.row
    waits = row.end_mode == EndMode.IMMEDIATE and row.ends_on is None
    choosing = deciding and row.executed_on is None
    subject = str(row.pk)
    return {
        "row": row,
        "rows": _told(side, waits=waits),
        "choose": _choose(case, side, refused) if choosing else None,
        "confirm": button(
            case,
            "confirm",
            _("Confirm the immediate end"),
            forms.ConfirmForm,
            refused,
            subject=subject,
            initial={"row": row.pk},
        )
        if choosing and waits and row.chosen_by_id != person_id
        else None,
    }


def _choose(case: CancellationCase, side: Side, refused: Refused | None) -> dict[str, Any]:
    row = side.row
    made = button(
        case,
        "end",
        _("Choose the end") if not row.end_mode else _("Choose another end"),
        forms.EndForm,
        refused,
        subject=str(row.pk),
        initial={"row": row.pk, "mode": row.end_mode or None},
    )
    # A form that was refused was read without the page around it: it learns the days here.
    made["form"].show_days(days_for(side))
    return made


def _told(side: Side, *, waits: bool) -> list[dict[str, Any]]:
    """Rows of components/summary_list.html: both ends, and what is chosen."""
    row = side.row
    law = [side.statutory_on] if side.statutory_on else [side.if_small_on, side.if_large_on]
    chosen = row.get_end_mode_display() if row.end_mode else ""
    if waits:
        chosen = _("%(end)s, waits for a second person of finance") % {"end": chosen}
    elif row.ends_on is not None:
        last = day(row.ends_on - timedelta(days=1))
        chosen = format_html("{}: {}", _("ended") if row.executed_on else chosen, last)
    return [
        {
            "label": _("By the contract"),
            "value": day(side.contractual_on) or _("counts from delivery"),
        },
        {
            "label": _("By the law"),
            "value": format_html_join(" / ", "{}", ((day(each),) for each in law if each))
            or _("no other end"),
        },
        {"label": _("Chosen"), "value": chosen, "missing": "" if chosen else _("not yet")},
    ]


def days_for(side: Side) -> dict[str, str]:
    """The last day with service that each way of ending leads to; no queries."""
    basis, found = side.basis, {}
    longest = basis.number("statutory_notice_months") if basis.country == "BE" else None
    for mode in (EndMode.TERM, EndMode.NOTICE):
        end = end_for(side.row, mode, received_on=basis.received_on, longest=longest)
        found[mode.value] = day_text(end - timedelta(days=1)) if end else _("not known yet")
    return found


def day_text(on: date) -> str:
    """A day without markup, for the words of a choice."""
    return date_format(on, "DATE_FORMAT")


def _accept(case: CancellationCase, *, ready: bool) -> dict[str, Any]:
    row = button(case, "accept", _("Accept the notice"), forms.ConfirmForm, None)
    denied = "" if ready else _("Choose every end first.")
    return {**row, "form": None, "tone": "primary", "denied": denied}
