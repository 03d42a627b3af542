"""Offices with what is installed there, on any day."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.clock import today
from accounts.days import day_in
from accounts.standing import Standing
from macd import policy, queries
from macd.views.common import standing_for
from macd.views.shown.cards import document_cards
from macd.views.stock.installed import by_office, monthly, office_card, service_cards
from offices.models import OfficeStatus
from services.models import ServicePeriod

MOST_OFFICES = 500
MOST_NOMADIC = 200


def day_asked(request: HttpRequest) -> date:
    """The day of ``?as_of``; today where none is given, and with a message where it is no day."""
    text = request.GET.get("as_of", "").strip()
    if not text:
        return today()
    try:
        return day_in(text)
    except ValueError:
        messages.warning(
            request, _("That is not a day. Give one such as 2027-12-31; this is how it is today.")
        )
        return today()


def installed_on(on: date) -> Any:
    """What is installed on a day, with all that cards ask."""
    return (
        ServicePeriod.objects.filter(valid__contains=on)
        .select_related(
            "service__agreement", "service__customer", "offering_version__offering", "office"
        )
        .order_by("offering_version__offering__family", "service__service_id")
    )


@login_required
@require_safe
def offices(request: HttpRequest) -> HttpResponse:
    """All offices a person may see, and the services that are tied to none."""
    standing = standing_for(request)
    if not policy.sees_offices(standing):
        raise PermissionDenied
    found = list(
        queries.offices_for(standing).order_by("customer__legal_name", "name")[:MOST_OFFICES]
    )
    there = by_office(installed_on(today()).filter(office__in=found))
    whole = queries.customers_for(standing).values("pk")
    visible = queries.services_for(standing).values("pk")
    nomadic = installed_on(today()).filter(office=None, customer__in=whole, service__in=visible)
    page = {
        "groups": _by_customer(found, there),
        "nomadic": _nomadic(standing, list(nomadic[:MOST_NOMADIC])),
    }
    return render(request, "macd/offices.html", page)


def _by_customer(
    found: list[Any], there: dict[int | None, list[ServicePeriod]]
) -> list[dict[str, Any]]:
    """Offices under the name of their company; closed ones last."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for office in sorted(found, key=lambda one: one.status == OfficeStatus.CLOSED):
        rows = groups.setdefault(office.customer.legal_name, [])
        rows.append(office_card(office, there.get(office.pk, [])))
    return [{"name": name, "offices": rows} for name, rows in groups.items()]


def _nomadic(standing: Standing, periods: list[ServicePeriod]) -> list[dict[str, Any]]:
    """Services that are tied to no office, under the name of their company."""
    groups: dict[str, list[dict[str, Any]]] = {}
    cards = service_cards(standing, periods, on=today())
    for period, card in zip(periods, cards, strict=True):
        groups.setdefault(period.service.customer.legal_name, []).append(card)
    return [{"name": name, "services": groups[name]} for name in sorted(groups)]


@login_required
@require_safe
def office(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One office: address, contacts, and its services on a day."""
    standing = standing_for(request)
    here = queries.offices_for(standing).filter(public_id=public_id).first()
    if here is None:
        raise Http404
    on = day_asked(request)
    periods = list(installed_on(on).filter(office=here))
    documents = queries.with_all(queries.open_documents(standing).filter(queries.about(here)))
    page = {
        "office": here,
        "on": on,
        "is_today": on == today(),
        "services": service_cards(standing, periods, on=on, with_actions=on == today()),
        "total": monthly(periods),
        "contacts": list(here.contacts.all()),
        "cards": document_cards(documents.order_by("-updated_at", "-id")[:20], standing),
        "may_start": here.status != OfficeStatus.CLOSED
        and policy.may_start(standing, here.customer_id),
        "sees_offices": policy.sees_offices(standing),
    }
    return render(request, "macd/office.html", page)
