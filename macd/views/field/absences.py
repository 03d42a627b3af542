"""Technicians who are away: who, when, and which visits need somebody else."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.clock import now, today
from accounts.standing import Standing
from macd import operations, policy, queries
from macd.forms.absences import AbsenceForm
from macd.refusals import StepDenied
from macd.views.common import new_key, standing_for, tell_beside, write_once


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def absences(request: HttpRequest) -> HttpResponse:
    """List who is away from today on; record an absence, or take one back; auditors read."""
    standing = standing_for(request)
    keeps = policy.is_operations(standing)
    if not keeps and (request.method == "POST" or not policy.reads_work(standing)):
        raise PermissionDenied
    if request.method != "POST":
        return _page(request, AbsenceForm(policy.technicians(), on=today()))
    form = AbsenceForm(policy.technicians(), request.POST, on=today())
    ended = request.POST.get("end", "")
    if not ended and not form.is_valid():
        return _page(request, form, status=422)

    try:
        return write_once(request, partial(_write, form, ended, standing))
    except StepDenied as denied:
        return _denied(request, form, denied, ended=bool(ended))


def _write(form: AbsenceForm, ended: str, standing: Standing) -> str:
    who: dict[str, Any] = {"by": standing, "at": now()}
    if ended:
        known = int(ended) if ended.isascii() and ended.isdecimal() and len(ended) < 12 else 0
        operations.end_absence(absence_id=known, **who)
        return reverse("absences")
    data = form.cleaned_data
    operations.record_absence(
        person_id=data["person"], first=data["first"], last=data["last"], **who
    )
    return reverse("absences")


def _denied(
    request: HttpRequest, form: AbsenceForm, denied: StepDenied, *, ended: bool
) -> HttpResponse:
    """Say what is wrong, beside its field where there is one."""
    if ended:
        form = AbsenceForm(policy.technicians(), on=today())
        messages.error(request, str(denied.message))
    else:
        tell_beside(form, denied)
    return _page(request, form, status=denied.status)


def _page(request: HttpRequest, form: AbsenceForm, *, status: int = 200) -> HttpResponse:
    page = {
        "form": form,
        "away": queries.absences_from(today()),
        "keeps": policy.is_operations(standing_for(request)),
        "idempotency_key": new_key(),
    }
    return render(request, "macd/absences.html", page, status=status)
