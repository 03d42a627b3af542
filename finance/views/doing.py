"""Doing one thing in a case: its form is read, its operation called, the page shown again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.clock import now
from finance import forms, operations
from finance.views.actions import ACTIONS, Refused
from finance.views.cases import case_or_404, case_page
from finance.views.planning import plan_page
from macd.models import Line
from macd.views.common import standing_for, write_or_show
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


def _change(case: CancellationCase, data: Facts, who: Facts) -> object:
    facts = {name: data[name] for name in ("notified_on", "note")}
    return operations.note_change(case=case, **facts, **who)


def _allow(case: CancellationCase, data: Facts, who: Facts) -> object:
    facts = {name: data[name] for name in ("reference", "note")}
    return operations.allow_request(case=case, **facts, **who)


def _accept(case: CancellationCase, _data: Facts, who: Facts) -> object:
    return operations.accept(case=case, **who)


def _noted(operation: Callable[..., object]) -> Do:
    return lambda case, data, who: operation(case=case, note=data["note"], **who)


@dataclass(frozen=True, slots=True)
class Doing:
    """How one thing is done: by which operation, from which form, and what is said then.

    ``subject`` is the field that names what it is about; ``page`` where it is asked.
    """

    do: Do
    form: type[forms.ActionForm]
    done: Any
    subject: str = ""
    page: str = "cancellation"


def _of_plan(do: Do, form: type[forms.ActionForm], done: Any, subject: str = "") -> Doing:
    """One that stands on the page of ends."""
    return Doing(do, form, done, subject, "cancellation_plan")


# What the buttons of a case do, whose forms stand with them, and what is said then.
OF_CASE: dict[str, tuple[Do, Any]] = {
    "answer": (_noted(operations.answer_hand_over), _("Finance has it again.")),
    "hand-over": (_noted(operations.hand_over), _("The account manager is told.")),
    "note": (_noted(operations.write_note), _("The note is kept.")),
    "withdraw": (_noted(operations.withdraw_notice), _("The notice is withdrawn.")),
    "record-withdrawal": (_noted(operations.withdraw_notice), _("The notice is withdrawn.")),
    "change": (_change, _("The change is recorded.")),
    "allow": (_allow, _("The request is allowed.")),
}
DOINGS: dict[str, Doing] = {
    **{name: Doing(do, ACTIONS[name].form, done) for name, (do, done) in OF_CASE.items()},
    "item": Doing(_item, forms.ItemForm, _("It is decided what happens to the item."), "line"),
    "number": Doing(
        _number, forms.NumberForm, _("It is decided what happens to the number."), "number"
    ),
    "end": _of_plan(_end, forms.EndForm, _("The end of the agreement is chosen."), "row"),
    "confirm": _of_plan(_confirm, forms.ConfirmForm, _("The end at once is confirmed."), "row"),
    "closing": _of_plan(_close, forms.ClosingForm, _("The day of closing is set.")),
    "accept": _of_plan(_accept, forms.ConfirmForm, _("The case is accepted.")),
}


PAGES: dict[str, Callable[..., HttpResponse]] = {
    "cancellation": case_page,
    "cancellation_plan": plan_page,
}


@require_POST
@login_required
def do(request: HttpRequest, public_id: UUID, action: str) -> HttpResponse:
    """Do one thing, and go back to where it was asked."""
    case = case_or_404(request, public_id)
    if action not in DOINGS:
        raise Http404
    doing = DOINGS[action]
    subject = request.POST.get(doing.subject, "")[:20]
    form = doing.form(request.POST, name=f"{action}_{subject}")

    def write() -> str:
        who = {"person": request.user, "by": standing_for(request), "at": now()}
        doing.do(case, form.cleaned_data, who)
        messages.success(request, str(doing.done))
        return reverse(doing.page, args=[case.public_id])

    def show(status: int) -> HttpResponse:
        case.refresh_from_db()
        return PAGES[doing.page](request, case, refused=Refused(action, subject, form, status))

    return write_or_show(request, form, write, show=show)
