"""The address of the office that a draft opens, corrected before the request is sent."""

from functools import partial

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.clock import now
from macd import operations, queries
from macd.forms.address import AddressForm, address_of
from macd.models import Document
from macd.views.common import new_key, standing_for, write_or_show
from macd.views.draft.choosing import draft_or_denied
from macd.vocabulary import Status


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def document_address(request: HttpRequest, number: str) -> HttpResponse:
    """Name and address of the new office; a request that opens none leads back to itself."""
    document = draft_or_denied(request, number)
    if document.status != Status.DRAFT:
        raise PermissionDenied
    new = queries.planned_alone(document)
    if not new:
        return redirect(document)
    form = AddressForm(request.POST if request.method == "POST" else None, office=new[0])
    correct = partial(_correct, request, document, form)
    return write_or_show(request, form, correct, show=partial(_page, request, document, form))


def _correct(request: HttpRequest, document: Document, form: AddressForm) -> str:
    address = address_of(form.cleaned_data)
    by = standing_for(request)
    operations.correct_address(document=document, address=address, by=by, at=now())
    return document.get_absolute_url()


def _page(request: HttpRequest, document: Document, form: AddressForm, status: int) -> HttpResponse:
    context = {"document": document, "form": form, "idempotency_key": new_key()}
    return render(request, "macd/address.html", context, status=status)
