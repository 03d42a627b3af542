"""What do we have, and what does it cost: every service by office, on any day, as files too."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.clock import now, today
from accounts.dates import date_format
from accounts.models import Customer
from accounts.standing import Standing
from macd import operations, policy, queries
from macd.exporting import Row
from macd.queries.holdings import Wanted, holdings_of
from macd.views.common import new_key, standing_for, write_or_tell
from macd.views.desk.state import shown_text
from macd.views.stock.installed import monthly, plan_of
from macd.views.stock.offices import day_asked
from macd.views.tables import sent_table
from macd.views.whose import ask_whose
from services.agreements import last_day
from services.models import Family, ServicePeriod

MOST_SHOWN = 1000
NOWHERE = "none"
LONGEST_SEARCH = 100
FILTERS = ("q", "family", "office", "as_of")


@require_safe
@login_required
def services(request: HttpRequest) -> HttpResponse:
    """The list, on any day; who sees several companies chooses one first."""
    standing = standing_for(request)
    customer = _customer(request, standing)
    if customer is None:
        return _choose(request, standing)
    on, wanted = day_asked(request), _wanted(request)
    periods = list(holdings_of(standing, customer, on=on, wanted=wanted)[: MOST_SHOWN + 1])
    offices = queries.offices_for(standing).filter(customer=customer).order_by("name")
    context: dict[str, Any] = {
        "customer": customer,
        "several": len(standing.customer_ids) > 1 or standing.is_staff,
        "on": on,
        "is_today": on == today(),
        "groups": _groups(periods[:MOST_SHOWN], on=on),
        "count": len(periods[:MOST_SHOWN]),
        "total": monthly(periods[:MOST_SHOWN]),
        "more": len(periods) > MOST_SHOWN,
        "wanted": wanted,
        "chosen_office": request.GET.get("office", ""),
        "families": Family.choices,
        "offices": list(offices.values_list("public_id", "name")),
        "nowhere": NOWHERE,
        "filtered": wanted != Wanted(),
        "query": urlencode(_kept(request, customer)),
        "idempotency_key": new_key(),
    }
    return render(request, "macd/holdings.html", context)


@require_safe
@login_required
def services_export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The same rows as a file, the total last."""
    standing = standing_for(request)
    customer = _customer(request, standing)
    if customer is None:
        return redirect("services")
    on, wanted = day_asked(request), _wanted(request)

    def rows() -> Iterator[Row]:
        return table_of(holdings_of(standing, customer, on=on, wanted=wanted).iterator(500), on=on)

    return sent_table(request, form, f"services-{on.isoformat()}", rows)


@require_POST
@login_required
def services_print(request: HttpRequest) -> HttpResponse:
    """The same rows as a PDF, made in the background."""
    standing = standing_for(request)
    customer = _customer(request, standing)
    if customer is None:
        return redirect("services")
    on, wanted = day_asked(request), _wanted(request)

    def write() -> str:
        periods = list(holdings_of(standing, customer, on=on, wanted=wanted)[:MOST_SHOWN])
        made = operations.print_table(
            customer=customer,
            title=_("Services of %(company)s") % {"company": customer.legal_name},
            lead=_("As of %(day)s, excl. VAT") % {"day": date_format(on, "DATE_FORMAT")},
            rows=[list(row) for row in table_of(iter(periods), on=on)],
            by=standing,
            at=now(),
        )
        return f"{reverse('printout', args=[made.public_id])}?{kept_query(request)}"

    return write_or_tell(request, write, back=f"{reverse('services')}?{kept_query(request)}")


def table_of(periods: Iterator[ServicePeriod], *, on: date) -> Iterator[Row]:
    """Head, one row for each service, and what all cost together."""
    yield [
        _("Office"),
        _("Service"),
        _("Name"),
        _("Settings"),
        _("Quantity"),
        _("Since"),
        _("Agreement"),
        _("Last day of the agreement"),
        _("Cost centre"),
        _("A month"),
    ]
    total = Decimal(0)
    for period in periods:
        total += period.monthly_amount
        agreement = period.service.agreement
        yield [
            period.office.name if period.office else _("Not tied to an office"),
            period.service.service_id,
            period.offering_version.name,
            plan_of(period),
            period.quantity,
            period.service.first_started_on or period.since_on,
            agreement.number if agreement else None,
            last_day(agreement, on) if agreement else None,
            period.service.cost_centre,
            period.monthly_amount,
        ]
    yield [_("Total"), *[None] * 8, total]


def _groups(periods: Sequence[ServicePeriod], *, on: date) -> list[dict[str, Any]]:
    """By office, with what each costs; what is tied to none stands last."""
    groups: dict[int | None, list[ServicePeriod]] = {}
    for period in periods:
        groups.setdefault(period.office_id, []).append(period)
    return [
        {
            "office": rows[0].office,
            "url": reverse("office", args=[rows[0].office.public_id]) if rows[0].office else "",
            "rows": [_row(period, on=on) for period in rows],
            "total": monthly(rows),
        }
        for rows in groups.values()
    ]


def _row(period: ServicePeriod, *, on: date) -> dict[str, Any]:
    agreement = period.service.agreement
    return {
        "url": reverse("service", args=[period.service.service_id]),
        "service_id": period.service.service_id,
        "name": period.offering_version.name,
        "family": period.offering_version.offering.family,
        "plan": plan_of(period),
        "quantity": period.quantity,
        "since": period.service.first_started_on or period.since_on,
        "agreement_end": last_day(agreement, on) if agreement else None,
        "cost_centre": period.service.cost_centre,
        "price": period.monthly_amount,
    }


def _wanted(request: HttpRequest) -> Wanted:
    """The filter of an address; what makes no sense asks nothing."""
    words = shown_text(request.GET.get("q", ""), LONGEST_SEARCH)
    family = request.GET.get("family", "")
    wanted = Wanted(words=words, family=family if family in Family.values else "")
    office = request.GET.get("office", "")
    if office == NOWHERE:
        return replace(wanted, nowhere=True)
    return replace(wanted, office=_uuid(office))


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""


def _kept(request: HttpRequest, customer: Customer) -> list[tuple[str, str]]:
    """The address again, for files of the same rows."""
    return [("customer", str(customer.public_id)), *_given(request, FILTERS)]


def kept_query(request: HttpRequest) -> str:
    """What the address says of the list, and nothing else: the way back to the same rows."""
    return urlencode(_given(request, ("customer", *FILTERS)))


def _given(request: HttpRequest, names: Sequence[str]) -> list[tuple[str, str]]:
    kept = ((name, shown_text(request.GET.get(name, ""), LONGEST_SEARCH)) for name in names)
    return [pair for pair in kept if pair[1]]


def _customer(request: HttpRequest, standing: Standing) -> Customer | None:
    """The company that is named, or the only one there is; None where one must be chosen."""
    if not policy.sees_offices(standing):
        raise PermissionDenied
    companies = queries.customers_for(standing)
    named = request.GET.get("customer", "")
    if named:
        found = companies.filter(public_id=_uuid(named) or UUID(int=0)).first()
        if found is None:
            raise Http404
        return found
    if standing.is_staff or len(standing.customer_ids) != 1:
        return None
    return companies.filter(pk__in=standing.customer_ids).first()


def _choose(request: HttpRequest, standing: Standing) -> HttpResponse:
    companies = queries.customers_for(standing).order_by("legal_name", "pk")
    return ask_whose(request, companies, "macd/holdings_whose.html")
