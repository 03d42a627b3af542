"""Giving notice: what it does is said first, who gives it proves who they are."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.clock import now, today
from accounts.models import Customer
from accounts.reauthentication import recently_authenticated, redirect_to_reauthentication
from finance import operations, queries
from finance.forms import NoticeForm
from finance.views.talk import chosen
from macd import policy
from macd.views.common import new_key, standing_for, write_or_show
from services.agreements import end_after_notice
from services.cancellation import open_case_for
from services.models import Agreement

TYPED = "notice_reason"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def give_notice(request: HttpRequest) -> HttpResponse:
    """Say what a notice does, and take it from who may give it."""
    standing = standing_for(request)
    customers = [
        customer
        for customer in queries.customers_of(standing)
        if policy.may_give_notice(standing, customer.pk)
    ]
    if not customers:
        raise PermissionDenied
    given = request.POST if request.method == "POST" else request.GET
    if len(customers) > 1 and not given.get("customer"):
        return _choose(request, customers)
    customer = chosen(given.get("customer", ""), customers)
    open_now = open_case_for(customer.pk)
    if open_now is not None and request.method != "POST":
        return redirect("cancellation", open_now.public_id)
    if not recently_authenticated(request, now()):
        # What was typed waits in the session, and the page comes back to it.
        request.session[TYPED] = request.POST.get("reason", "")[:4000]
        back = f"{reverse('give_notice')}?{urlencode({'customer': str(customer.public_id)})}"
        return redirect_to_reauthentication(request, back)
    if request.method == "POST":
        return _give(request, customer)
    form = NoticeForm(initial={"reason": request.session.pop(TYPED, "")})
    return _page(request, customer, form, 200)


def _give(request: HttpRequest, customer: Customer) -> HttpResponse:
    form = NoticeForm(request.POST)

    def write() -> str:
        case = operations.give_notice(
            customer=customer,
            person=request.user,  # type: ignore[arg-type]
            by=standing_for(request),
            at=now(),
            sure=form.cleaned_data["sure"],
            reason=form.cleaned_data["reason"],
        )
        messages.success(request, _("Your notice is received. You get a receipt by mail."))
        return reverse("cancellation", args=[case.public_id])

    return write_or_show(request, form, write, show=partial(_page, request, customer, form))


def _page(request: HttpRequest, customer: Customer, form: NoticeForm, status: int) -> HttpResponse:
    on = today()
    agreements = Agreement.objects.filter(customer=customer, ended_on=None).order_by("number")
    context = {
        "customer": customer,
        "form": form,
        "agreements": [
            {"agreement": agreement, "end_on": end_after_notice(agreement, received_on=on)}
            for agreement in agreements
        ],
        "received_on": on,
        "idempotency_key": new_key(),
    }
    return render(request, "finance/notice.html", context, status=status)


def _choose(request: HttpRequest, customers: list[Customer]) -> HttpResponse:
    choices: list[dict[str, Any]] = [
        {
            "label": customer.legal_name,
            "icon_name": "building-2",
            "url": "?" + urlencode({"customer": str(customer.public_id)}),
        }
        for customer in customers
    ]
    return render(request, "finance/which_company.html", {"choices": choices})
