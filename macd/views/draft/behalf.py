"""New for a customer: most requests begin with a call or a mail to the account manager."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from accounts.clock import today
from accounts.models import Customer
from accounts.standing import Standing
from macd import policy, queries
from macd.forms.behalf import BehalfForm
from macd.views.common import standing_for
from macd.views.whose import ask_whose


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def customer_new(request: HttpRequest) -> HttpResponse:
    """Choose the customer, say who asked, how and when; then the same start page as theirs.

    Nothing is written here: what was chosen goes along in the address.
    """
    standing = standing_for(request)
    if not policy.may_start_for_customers(standing):
        raise PermissionDenied
    chosen = request.GET.get("customer", "")
    if not chosen:
        return ask_whose(
            request, queries.customers_managed_by(standing), "macd/behalf/customer.html"
        )
    customer = _customer_or_404(standing, chosen)
    requesters = policy.starters_of(customer.pk)
    form = BehalfForm(
        request.POST if request.method == "POST" else None,
        requesters=requesters,
        on=today(),
        cancel_url=reverse("customer_new"),
        initial={"received_on": today()},
    )
    if request.method == "POST" and form.is_valid():
        origin = {name: str(value) for name, value in form.cleaned_data.items()}
        query = urlencode({"customer": str(customer.public_id), **origin})
        return redirect(f"{reverse('document_new')}?{query}")
    context = {"customer": customer, "form": form, "requesters": requesters}
    status = 422 if form.errors else 200
    return render(request, "macd/behalf/origin.html", context, status=status)


def _customer_or_404(standing: Standing, public_id: str) -> Customer:
    try:
        wanted = UUID(public_id)
    except ValueError:
        raise Http404 from None
    customer = queries.customers_managed_by(standing).filter(public_id=wanted).first()
    if customer is None:
        raise Http404
    return customer
