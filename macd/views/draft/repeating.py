"""The same again at another office: one question, which one; then there is a draft."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.clock import now, today
from accounts.models import Customer
from macd import operations, policy, queries, voice
from macd.operations import Again
from macd.refusals import StepDenied
from macd.views.common import (
    document_or_404,
    errors_of,
    new_key,
    refused,
    standing_for,
    write_once,
)
from macd.views.situations import service_or_404
from macd.views.stock.offices import installed_on
from offices.models import Office, OfficeStatus

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
@login_required
def document_same(request: HttpRequest, number: str) -> HttpResponse:
    """The same as a request asked to add."""
    document = document_or_404(request, number)
    about = {"name": document.number, "back_url": document.get_absolute_url()}
    there = {document.office_id, document.to_office_id}
    return _same(request, document.customer, operations.asked_in(document), about, there)


@require_http_methods(FORM)
@login_required
def service_same(request: HttpRequest, service_id: str) -> HttpResponse:
    """The same as one service that is installed."""
    service = service_or_404(standing_for(request), service_id)
    period = installed_on(today()).filter(service=service).first()
    wanted = operations.installed_as(period) if period else []
    name = period.offering_version.name if period else service.service_id
    about = {"name": name, "back_url": f"/services/{service.service_id}/"}
    return _same(request, service.customer, wanted, about, {period.office_id} if period else set())


def _same(
    request: HttpRequest,
    customer: Customer,
    wanted: Sequence[Again],
    about: dict[str, Any],
    there: set[int | None],
) -> HttpResponse:
    standing = standing_for(request)
    if not policy.may_start(standing, customer.pk):
        raise PermissionDenied
    offices = [office for office in _open_offices(request, customer) if office.pk not in there]
    page = {
        **about,
        "choices": [
            {"value": str(each.public_id), "label": str(each), "icon_name": "building-2"}
            for each in offices
        ],
        "wanted": wanted,
        "idempotency_key": new_key(),
    }
    if request.method != "POST":
        return render(request, "macd/same.html", page)
    chosen = request.POST.get("office", "")
    office = next((each for each in offices if str(each.public_id) == chosen), None)
    if office is None or not wanted:
        errors = [{"message": str(voice.ONE_OFFICE), "field_id": "id_office_0"}]
        return render(request, "macd/same.html", {**page, "errors": errors}, status=422)

    def write() -> str:
        draft = operations.same_again(
            customer=customer,
            wanted=wanted,
            office=office,
            requester_id=standing.person_id,
            by=standing,
            at=now(),
        )
        return draft.get_absolute_url()

    try:
        return write_once(request, write)
    except StepDenied as denied:
        return refused(request, denied, "macd/same.html", {**page, "errors": errors_of(denied)})


def _open_offices(request: HttpRequest, customer: Customer) -> list[Office]:
    found = queries.offices_for(standing_for(request)).filter(customer=customer)
    return list(found.exclude(status=OfficeStatus.CLOSED).order_by("name"))
