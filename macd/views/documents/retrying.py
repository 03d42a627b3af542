"""Starting anew what was not delivered; staff first say who asked for it, how and when."""

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.clock import now, today
from macd import operations, policy
from macd.forms.behalf import BehalfForm
from macd.models import Document
from macd.refusals import StepDenied
from macd.views.common import (
    document_or_404,
    errors_of,
    new_key,
    standing_for,
    write_once,
    write_or_show,
)
from macd.views.documents.document import show


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def document_try_again(request: HttpRequest, number: str) -> HttpResponse:
    """Start a request anew with what was not delivered of one that failed."""
    document, standing = document_or_404(request, number), standing_for(request)
    if not policy.may_try_again(standing, document):
        raise PermissionDenied
    if policy.is_provider(standing, document):
        return _for_the_customer(request, document)
    if request.method != "POST":
        return redirect(document)
    try:
        return write_once(request, lambda: _open(request, document))
    except StepDenied as denied:
        return show(request, document, status=denied.status, errors=errors_of(denied))


def _for_the_customer(request: HttpRequest, document: Document) -> HttpResponse:
    form = BehalfForm(
        request.POST if request.method == "POST" else None,
        requesters=policy.starters_of(document.customer_id),
        on=today(),
        cancel_url=document.get_absolute_url(),
        initial={"received_on": today(), "requester": str(document.requester_id)},
    )

    def write() -> str:
        origin = dict(form.cleaned_data)
        return _open(request, document, requester_id=int(origin.pop("requester")), **origin)

    return write_or_show(request, form, write, show=partial(_page, request, document, form))


def _open(request: HttpRequest, document: Document, **origin: Any) -> str:
    by = standing_for(request)
    again = operations.try_again(document=document, by=by, at=now(), **origin)
    return again.get_absolute_url()


def _page(request: HttpRequest, document: Document, form: BehalfForm, status: int) -> HttpResponse:
    context = {"document": document, "form": form, "idempotency_key": new_key()}
    return render(request, "macd/try_again.html", context, status=status)
