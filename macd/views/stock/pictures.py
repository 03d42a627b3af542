"""Pictures where people would rather look: an office over time, what relies on what in a move."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.clock import today
from accounts.dates import date_format
from macd import queries
from macd.kinds.sight import Sight
from macd.labels import colon
from macd.models import Document
from macd.views.common import document_or_404, standing_for
from macd.views.shown.spans import Span, spans
from macd.views.shown.web import Node, web
from macd.vocabulary import Decision
from services.models import ServicePeriod
from services.models.inventory import ServiceStatus

MOST_PERIODS = 400
TONES = {ServiceStatus.ACTIVE.value: "good", ServiceStatus.SUSPENDED.value: "warn"}
FATES = {
    Decision.MOVE.value: "good",
    Decision.REPLACE.value: "plain",
    Decision.STOP.value: "risk",
    Decision.KEEP.value: "warn",
}


@require_safe
@login_required
def office_timeline(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What was, is and will be installed at an office, as bars and as a table."""
    office = queries.offices_for(standing_for(request)).filter(public_id=public_id).first()
    if office is None:
        raise Http404
    rows: dict[str, list[ServicePeriod]] = {}
    found = (
        ServicePeriod.objects.filter(office=office)
        .select_related("service", "offering_version__offering")
        .order_by("service__service_id", "valid")
    )
    for period in found[:MOST_PERIODS]:
        rows.setdefault(period.service.service_id, []).append(period)
    drawn = [
        (periods[-1].offering_version.name, [_span(period) for period in periods])
        for periods in rows.values()
    ]
    context: dict[str, Any] = {
        "office": office,
        "chart": spans(drawn, on=today()),
        "periods": [period for periods in rows.values() for period in periods],
    }
    return render(request, "macd/office_timeline.html", context)


def _span(period: ServicePeriod) -> Span:
    starts, ends = period.valid.lower, period.valid.upper
    told = f"{colon(period.offering_version.name)} {date_format(starts, 'SHORT_DATE_FORMAT')} – "
    until = date_format(ends, "SHORT_DATE_FORMAT") if ends else ""
    return Span(starts, ends, TONES.get(period.status, "plain"), told + until)


@require_safe
@login_required
def document_picture(request: HttpRequest, number: str) -> HttpResponse:
    """What relies on what among the services of a request that moves an office."""
    document = document_or_404(request, number)
    if document.to_office_id is None:
        raise Http404
    nodes, needs = _relying(document)
    names = {node.key: node.name for node in nodes}
    context = {
        "document": document,
        "picture": web(nodes, needs),
        "rows": [
            {"node": node, "needs": [names[key] for key in needs[node.key] if key in names]}
            for node in nodes
        ],
    }
    return render(request, "macd/document/picture.html", context)


def _relying(document: Document) -> tuple[list[Node], dict[int, list[int]]]:
    """Each service of the old office, and those elsewhere that rely on one of them."""
    sight = Sight(document, on=today())
    decided = {line.service_id: line for line in sight.lines if line.service_id}
    needs = {period.service_id: _needed_by(sight, period) for period in sight.periods}
    here = [p for p in sight.periods if p.office_id == document.office_id]
    own = {period.service_id for period in here} | set(decided)
    shown = [
        period
        for period in sight.periods
        if period.service_id in own or own & set(needs[period.service_id])
    ]
    nodes = []
    for period in shown:
        line = decided.get(period.service_id)
        fate = line.get_decision_display() if line else _("Elsewhere; check that it goes on")
        tone = FATES.get(line.decision, "plain") if line else "warn"
        name = f"{period.offering_version.name} · {period.service.service_id}"
        nodes.append(Node(period.service_id, name, str(fate), tone))
    return nodes, needs


def _needed_by(sight: Sight, period: ServicePeriod) -> list[int]:
    """The services that meet what one service needs, at its office or anywhere as the need says."""
    found = []
    for need in sight.needs.get(period.offering_version.offering_id, []):
        meeting = {offering.pk for offering in need.any_of}
        candidates = [p for p in sight.periods if p.offering_version.offering_id in meeting]
        near = [p for p in candidates if p.office_id == period.office_id]
        found += [each.service_id for each in near or candidates]
    return [service_id for service_id in dict.fromkeys(found) if service_id != period.service_id]
