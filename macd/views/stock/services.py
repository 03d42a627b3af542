"""One service: what it is on a day, what is planned for it, and what changed it."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.clock import today
from accounts.standing import Standing
from macd import policy, queries
from macd.views.common import standing_for
from macd.views.selfservice.explaining import explanation_of
from macd.views.situations import service_or_404
from macd.views.stock.installed import claims_on, service_cards
from macd.views.stock.offices import day_asked, installed_on
from macd.views.stock.planned import planned_of
from macd.views.stock.recorded import changes_told
from services.agreements import last_day, last_day_to_give_notice
from services.configuration import characteristics_of, in_order
from services.models import Service, ServiceNumber, ServicePeriod, SourceKind
from services.numbers import numbers_of, shown_span


@login_required
@require_safe
def service(request: HttpRequest, service_id: str) -> HttpResponse:
    """The page of a service, as of today or another day."""
    standing = standing_for(request)
    one = service_or_404(standing, service_id)
    on = day_asked(request)
    period = installed_on(on).filter(service=one).first()
    live = on == today()
    claims = claims_on([one.pk])
    held = [period] if period else []
    cards = service_cards(standing, held, on=on, claims=claims, with_actions=live)
    readable = queries.documents_for(standing).filter(number__in=_sources(one))
    known = set(readable.values_list("number", flat=True))
    planned = planned_of(standing, one, claims.get(one.pk, []), on=on)
    page = {
        "service": one,
        "on": on,
        "is_today": live,
        "period": period,
        "card": {**cards[0], "url": ""} if cards else None,
        "moved_to": None if period else _moved_to(standing, one),
        "facts": _facts(one, period, on=on) if period else [],
        "settings": _settings(period) if period else [],
        "numbers": [_number(number) for number in numbers_of(one)],
        "delivered": [change for change in planned if change["delivered_on"]],
        "planned": [change for change in planned if not change["delivered_on"]],
        "changes": changes_told(one, known, corrects=policy.is_operations(standing)),
        "same_url": reverse("service_same", args=[one.service_id])
        if period and live and policy.may_start(standing, one.customer_id)
        else "",
        "sees_offices": policy.sees_offices(standing),
        "keeps_inventory": policy.is_operations(standing),
        "self_help": explanation_of(standing, period, on=on) if period and live else None,
    }
    return render(request, "macd/service.html", page)


def _moved_to(standing: Standing, one: Service) -> Service | None:
    """What a service that moved is called since, where the reader may know of it."""
    return queries.services_for(standing).filter(relocated_from=one).first()


def _number(number: ServiceNumber) -> dict[str, Any]:
    return {
        "number": shown_span(number.e164, number.range_size),
        "label": number.get_use_display(),
        "status": number.status,
        "status_label": number.get_status_display(),
    }


def _sources(one: Service) -> Any:
    return one.entries.filter(source_kind=SourceKind.LINE).values("source_number")


def _facts(one: Service, period: ServicePeriod, *, on: date) -> list[dict[str, Any]]:
    """Plan, place, agreement and price as label and value."""
    agreement = period.service.agreement
    facts: list[dict[str, Any]] = [
        {"label": _("Service"), "value": period.offering_version.name},
        {"label": _("Office"), "value": period.office or _("Not tied to an office")},
        {"label": _("Home office"), "value": one.home_office if one.home_office_id else None},
        {"label": _("Quantity"), "value": period.quantity},
        {"label": _("Before it moved"), "value": one.relocated_from},
        {"label": _("Since"), "day": one.first_started_on or period.since_on},
        {"label": _("As it is since"), "day": period.since_on},
    ]
    if period.valid.upper:
        facts.append({"label": _("Until the day before"), "day": period.valid.upper})
    if agreement:
        facts += [
            {"label": _("Agreement"), "value": agreement.number},
            {"label": _("Last day of the agreement"), "day": last_day(agreement, on)},
            {
                "label": _("Last day to give notice for that"),
                "day": last_day_to_give_notice(agreement, on),
            },
        ]
    return [fact for fact in facts if fact.get("value") or fact.get("day")]


def _settings(period: ServicePeriod) -> list[dict[str, str]]:
    known = characteristics_of(period.offering_version)
    return [
        {
            "label": known[code].name if code in known else code,
            "value": known[code].show(value) if code in known else str(value),
        }
        for code, value in in_order(known, period.configuration)
    ]
