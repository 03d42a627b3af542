"""What a person's company can do itself now: licences and users, SIMs, what was done."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.clock import today
from accounts.models import Customer
from accounts.standing import Standing
from macd import policy, queries
from macd.views.common import standing_for
from macd.views.selfservice.shown import action_rows, sim_rows, user_rows
from services.catalogue import version_on
from services.licences import LicenceUse, licence_use
from services.models import OfferingVersion
from services.selfservice import is_mobile

RECENT = 8
PAGE = 50


@login_required
@require_safe
def self_service(request: HttpRequest) -> HttpResponse:
    """Everything that needs no request, company by company."""
    standing = standing_for(request)
    if not policy.helps_itself(standing):
        raise PermissionDenied
    offered = list(queries.offered_for_self_service(today()))
    companies = [
        _company(standing, customer, offered) for customer in queries.helpers_customers(standing)
    ]
    page = {
        "companies": companies,
        "recent": action_rows(queries.actions_for(standing)[:RECENT]),
    }
    return render(request, "macd/selfservice/overview.html", page)


def _company(
    standing: Standing, customer: Customer, offered: list[OfferingVersion]
) -> dict[str, Any]:
    company: dict[str, Any] = {"name": customer.legal_name}
    if customer.pk in policy.customers_of_users(standing):
        users = queries.users_of(standing, on=today()).filter(customer=customer)
        company["pools"] = _pools(standing, customer, offered)
        company["users"] = user_rows(users)
    if customer.pk in policy.customers_of_sims(standing):
        company["sims"] = sim_rows(queries.sims_of(standing).filter(customer=customer))
        company["plans"] = [_plan(customer, one) for one in offered if is_mobile(one)]
    return company


def _pools(
    standing: Standing, customer: Customer, offered: list[OfferingVersion]
) -> list[dict[str, Any]]:
    """One licence after the other: how many are free, and the way to a user or to more."""
    uses = {one.offering.pk: one for one in licence_use(customer_id=customer.pk, on=today())}
    found = []
    for version in offered:
        licence = version.offering.licensed_by
        if licence is None or licence.pk not in uses:
            continue
        found.append(_pool(standing, customer, version, uses[licence.pk]))
    return found


def _pool(
    standing: Standing, customer: Customer, version: OfferingVersion, use: LicenceUse
) -> dict[str, Any]:
    sold = version_on(use.offering, today())
    about = {"customer": str(customer.public_id), "offering": version.offering.code}
    return {
        "name": sold.name if sold else use.offering.code,
        "user": version.name,
        "use": use,
        "add_url": f"{reverse('user_new')}?{urlencode(about)}",
        "more_url": more_licences_url(standing, customer, use.offering.code),
    }


def more_licences_url(standing: Standing, customer: Customer, code: str) -> str:
    """A request for more of a licence, with it ticked already (rule 61); empty for readers."""
    if not policy.may_start(standing, customer.pk):
        return ""
    wanted = {"kind": "add", "customer": str(customer.public_id), "office": "none"}
    return f"{reverse('document_new')}?{urlencode({**wanted, 'offering': code})}"


def _plan(customer: Customer, version: OfferingVersion) -> dict[str, Any]:
    about = {"customer": str(customer.public_id), "offering": version.offering.code}
    return {
        "label": version.name,
        "price": version.recurring_price,
        "url": f"{reverse('sim_new')}?{urlencode(about)}",
    }


@login_required
@require_safe
def self_service_history(request: HttpRequest) -> HttpResponse:
    """Every self-service action of the companies that a person sees, the newest first."""
    standing = standing_for(request)
    found = queries.actions_for(standing).order_by("-pk")
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit():
        found = found.filter(pk__lt=int(before[:18]))
    rows = list(found[: PAGE + 1])
    page = {
        "actions": action_rows(rows[:PAGE]),
        "older_url": f"?before={rows[PAGE - 1].pk}" if len(rows) > PAGE else "",
        "helps_itself": policy.helps_itself(standing),
        "several": len(standing.customer_ids) != 1 or standing.is_staff,
    }
    return render(request, "macd/selfservice/history.html", page)
