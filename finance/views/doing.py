"""Doing one thing in a case: its form is read, its operation called, the page shown again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.clock import now
from finance import forms, operations
from finance.views.actions import ACTIONS, Refused
from finance.views.cases import case_or_404, case_page
from finance.views.planning import plan_page
from macd.models import Line
from macd.refusals import StepDenied
from macd.views.common import standing_for, tell_beside, write_once
from services.models import CancellationCase, CaseAgreement, ServiceNumber

Facts = dict[str, Any]
Do = Callable[[CancellationCase, Facts, Facts], object]


def _item(case: CancellationCase, data: Facts, who: Facts) -> object:
    lines = Line.objects.filter(customer=case.customer_id).select_related("document")
    line = get_object_or_404(lines, pk=data["line"])
    return operations.decide_item(
        case=case, line=line, decision=data["decision"], cost=data["cost"], note=data["note"], **who
    )


def _number(case: CancellationCase, data: Facts, who: Facts) -> object:
    numbers = ServiceNumber.objects.filter(customer=case.customer_id)
    number = get_object_or_404(numbers, pk=data["number"])
    return operations.decide_number(case=case, number=number, decision=data["decision"], **who)


def _end(case: CancellationCase, data: Facts, who: Facts) -> object:
    last_on = data["last_on"]
    return operations.choose_end(
        row=_row(case, data["row"]),
        mode=data["mode"],
        ends_on=last_on + timedelta(days=1) if last_on else None,
        note=data["note"],
        **who,
    )


def _confirm(case: CancellationCase, data: Facts, who: Facts) -> object:
    return operations.confirm_immediate(row=_row(case, data["row"] or 0), **who)


def _close(case: CancellationCase, data: Facts, who: Facts) -> object:
    closes_on = data["last_on"] + timedelta(days=1)
    return operations.plan_closing(case=case, closes_on=closes_on, **who)


def _row(case: CancellationCase, pk: int) -> CaseAgreement:
    return get_object_or_404(case.agreements.select_related("case", "agreement"), pk=pk)


def _noted(operation: Callable[..., object]) -> Do:
    return lambda case, data, who: operation(case=case, note=data["note"], **who)


OPERATIONS: dict[str, Do] = {
    "answer": _noted(operations.answer_hand_over),
    "hand-over": _noted(operations.hand_over),
    "note": _noted(operations.write_note),
    "withdraw": _noted(operations.withdraw_notice),
    "record-withdrawal": _noted(operations.withdraw_notice),
    "change": lambda case, data, who: operations.note_change(
        case=case, notified_on=data["notified_on"], note=data["note"], **who
    ),
    "allow": lambda case, data, who: operations.allow_request(
        case=case, reference=data["reference"], note=data["note"], **who
    ),
    "item": _item,
    "number": _number,
    "end": _end,
    "confirm": _confirm,
    "closing": _close,
    "accept": lambda case, _data, who: operations.accept(case=case, **who),
}
FORMS: dict[str, type[forms.ActionForm]] = {
    **{name: action.form for name, action in ACTIONS.items()},
    "item": forms.ItemForm,
    "number": forms.NumberForm,
    "end": forms.EndForm,
    "confirm": forms.ConfirmForm,
    "closing": forms.ClosingForm,
    "accept": forms.ConfirmForm,
}
# Which field says what an action is about, and which actions stand on the page of ends.
SUBJECTS = {"item": "line", "number": "number", "end": "row", "confirm": "row"}
PLANNING = frozenset({"end", "confirm", "closing", "accept"})


@require_POST
@login_required
def do(request: HttpRequest, public_id: UUID, action: str) -> HttpResponse:
    """Do one thing, and go back to where it was asked."""
    case = case_or_404(request, public_id)
    if action not in OPERATIONS:
        raise Http404
    subject = request.POST.get(SUBJECTS.get(action, ""), "")[:20]
    form = FORMS[action](request.POST, name=f"{action}_{subject}")
    if not form.is_valid():
        return _again(request, case, Refused(action, subject, form, 422))
    name = "cancellation_plan" if action in PLANNING else "cancellation"

    def write() -> str:
        who = {"person": request.user, "by": standing_for(request), "at": now()}
        OPERATIONS[action](case, form.cleaned_data, who)
        messages.success(request, _("It is done."))
        return reverse(name, args=[case.public_id])

    try:
        return write_once(request, write)
    except StepDenied as denied:
        case.refresh_from_db()
        tell_beside(form, denied)
        return _again(request, case, Refused(action, subject, form, denied.status))


def _again(request: HttpRequest, case: CancellationCase, refused: Refused) -> HttpResponse:
    page = plan_page if refused.action in PLANNING else case_page
    return page(request, case, refused=refused)
