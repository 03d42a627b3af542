"""Recording a notice that came by mail or letter: for which company, then what stands in it."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.clock import now, today
from accounts.models import Customer
from files.uploads import LARGEST
from finance import operations
from finance.forms import RecordForm
from finance.scans import keep_scan
from macd import policy
from macd.views.common import standing_for, write_or_show
from macd.views.whose import ask_whose
from services.cancellation import open_case_for


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def record(request: HttpRequest) -> HttpResponse:
    """Choose the company, then take the notice."""
    if not policy.is_finance(standing_for(request)):
        raise PermissionDenied
    wanted = request.GET.get("customer", "")
    if not wanted:
        return _choose(request)
    customer = _customer(wanted)
    if (already := open_case_for(customer.pk)) is not None and request.method != "POST":
        messages.info(request, _("This company has given notice already."))
        return redirect("cancellation", already.public_id)
    if request.method == "POST":
        return _record(request, customer)
    return _page(request, customer, _form(), 200)


def _choose(request: HttpRequest) -> HttpResponse:
    """The companies, once something is searched: there are too many to begin with."""
    open_ones = Customer.objects.filter(closed_on=None).order_by("legal_name", "pk")
    searched = open_ones if request.GET.get("q", "").strip() else open_ones.none()
    return ask_whose(request, searched, "finance/record_company.html")


def _customer(public_id: str) -> Customer:
    try:
        wanted = UUID(public_id)
    except ValueError:
        raise Http404 from None
    customer = Customer.objects.filter(public_id=wanted, closed_on=None).first()
    if customer is None:
        raise Http404
    return customer


def _form(*args: Any) -> RecordForm:
    return RecordForm(*args, on=today(), cancel_url=reverse("cancellations"))


def _record(request: HttpRequest, customer: Customer) -> HttpResponse:
    form = _form(request.POST, request.FILES)

    def write() -> str:
        at, upload = now(), form.cleaned_data["scan"]
        scan = None
        if upload is not None:
            content = upload.read(LARGEST + 1)
            scan = keep_scan(content=content, customer_id=customer.pk, at=at)
        case = operations.record_notice(
            customer=customer,
            person=request.user,  # type: ignore[arg-type]
            by=standing_for(request),
            at=at,
            channel=form.cleaned_data["channel"],
            received_at=form.received_at(at),
            given_by=form.cleaned_data["given_by"],
            reason=form.cleaned_data["reason"],
            scan_id=scan.pk if scan else None,
        )
        messages.success(request, _("The notice is recorded."))
        return reverse("cancellation", args=[case.public_id])

    return write_or_show(request, form, write, show=partial(_page, request, customer, form))


def _page(request: HttpRequest, customer: Customer, form: RecordForm, status: int) -> HttpResponse:
    context = {
        "customer": customer,
        "form": form,
    }
    return render(request, "finance/record.html", context, status=status)
