"""Correcting what is immaterial once the content is agreed (rule 12, decisions.md 31)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.clock import now
from macd import operations, policy
from macd.fields import find_place
from macd.forms.places import PlacesForm, field_for
from macd.kinds import rules_for
from macd.models import Document
from macd.refusals import StepDenied
from macd.views.common import document_or_404, new_key, standing_for, write_once
from macd.views.draft.portforms import accounts_to_correct
from macd.vocabulary import Side


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def document_correct(request: HttpRequest, number: str) -> HttpResponse:
    """What may be corrected without a new approval or signature, and nothing else."""
    document = document_or_404(request, number)
    side = policy.may_correct(standing_for(request), document)
    if side is None:
        raise PermissionDenied
    form = correction_form(document, side, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return write_once(request, lambda: _write(request, document, form))
        except StepDenied as denied:
            form.note_problems(denied.problems)
            if not denied.problems:
                form.note("", denied.message)
    page = {"document": document, "form": form, "idempotency_key": new_key()}
    status = 422 if request.method == "POST" else 200
    return render(request, "macd/correct.html", page, status=status)


def correction_form(document: Document, side: Side, data: Any = None) -> PlacesForm:
    """The immaterial fields of a side."""
    rules = rules_for(document.kind)
    pairs = [
        (place, field_for(field, required=rules.is_required(document, field)))
        for field in rules.fields_for(document)
        if field.owner == side and not field.material
        if (place := find_place(document, field.path)) is not None
    ]
    if side == Side.CUSTOMER:
        pairs += accounts_to_correct(document)
    return PlacesForm(pairs, data)


def _write(request: HttpRequest, document: Document, form: PlacesForm) -> str:
    operations.correct_fields(
        document=document, values=form.changes, by=standing_for(request), at=now()
    )
    messages.success(request, _("Corrected. Everybody concerned is told."))
    return document.get_absolute_url()
