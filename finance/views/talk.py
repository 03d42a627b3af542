"""Talk to us first: who to call, and a wish to be called; nothing is decided by it."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.clock import now
from accounts.models import Customer, Person
from finance import operations, queries
from macd import policy
from macd.views.common import new_key, standing_for, write_or_tell
from macd.views.company.leaving import givers_of


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def talk_to_us(request: HttpRequest) -> HttpResponse:
    """Show account manager and finance, and take the wish to be called."""
    standing = standing_for(request)
    customers = queries.customers_of(standing)
    if not customers:
        raise PermissionDenied
    if request.method == "POST":
        return _ask(request, customers)
    running = {case.customer_id: case for case in queries.open_cases_for(standing)}
    context = {
        "companies": [
            {
                "customer": customer,
                "manager": _card(customer.account_manager),
                "case": running.get(customer.pk),
                "givers": None
                if policy.may_give_notice(standing, customer.pk)
                else givers_of(customer.pk),
            }
            for customer in customers
        ],
        "several": len(customers) > 1,
        "asked": request.GET.get("asked", ""),
        "finance": {
            "name": _("Finance"),
            "role": settings.PROVIDER_NAME,
            "phone": settings.PROVIDER_PHONE,
            "email": settings.PROVIDER_EMAIL,
        },
        "address_lines": [part for part in settings.PROVIDER_ADDRESS.split(", ") if part],
        "idempotency_key": new_key(),
    }
    return render(request, "finance/talk.html", context)


def _card(person: Person) -> dict[str, str]:
    return {
        "name": person.name,
        "role": _("Your account manager"),
        "phone": person.phone,
        "email": person.email,
    }


def _ask(request: HttpRequest, customers: list[Customer]) -> HttpResponse:
    customer = chosen(request.POST.get("customer", ""), customers)

    def write() -> str:
        operations.ask_call_back(
            customer=customer,
            person=request.user,  # type: ignore[arg-type]
            by=standing_for(request),
            at=now(),
        )
        return f"{reverse('talk_to_us')}?asked={customer.public_id}"

    return write_or_tell(request, write, back="talk_to_us")


def chosen(public_id: str, customers: list[Customer]) -> Customer:
    """The company that is meant: the one that is named, or the only one. Raises Http404."""
    if not public_id and len(customers) == 1:
        return customers[0]
    try:
        wanted = UUID(public_id)
    except ValueError:
        raise Http404 from None
    found = next((each for each in customers if each.public_id == wanted), None)
    if found is None:
        raise Http404
    return found
