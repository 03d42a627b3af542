"""Which services a draft is about: adding, taking out, deciding what becomes of each."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.clock import now, today
from macd import operations, policy
from macd.forms.add import offering_choices
from macd.forms.start import NOWHERE, Situation, service_choices
from macd.forms.starting import start_form_for
from macd.kinds import rules_for
from macd.kinds.sight import Sight
from macd.models import Document, Line
from macd.refusals import StepDenied
from macd.templatetags.macd_format import money
from macd.views.common import (
    document_or_404,
    new_key,
    refused,
    standing_for,
    write_once,
)
from macd.views.meaning import what_if
from macd.views.situations import situation_for
from macd.views.stock import plan_of
from macd.views.tasks import has_settings
from macd.vocabulary import Decision
from macd.wording import line_title
from services.catalogue import sellable
from services.inventory import services_on
from services.models import ServicePeriod

OFFERED = (Decision.MOVE, Decision.REPLACE, Decision.STOP, Decision.KEEP)
BY = ":"  # between “replace” and the service at the new office that takes over


def services_page(request: HttpRequest, document: Document, **more: Any) -> HttpResponse:
    """The items of a draft, with what can be done to each; choices are made elsewhere."""
    return render(request, "macd/items.html", page_of(document) | more)


def page_of(document: Document) -> dict[str, Any]:
    """What the page of items shows."""
    start = start_form_for(document.kind)
    lines = list(document.lines.all())
    return {
        "document": document,
        "heading": start.items_heading,
        "items": start.items,
        "lines": [_item(document, line) for line in lines],
        "decisions": _decisions(document, lines, on=today()) if start.items == "decisions" else [],
        **(what_if(document, on=today()) if start.items == "decisions" else {}),
        "split_url": reverse("document_split", args=[document.number])
        if may_split(document)
        else "",
        "add_url": reverse("document_line_add", args=[document.number]),
        "copy_url": _copy_url(document),
        "decide_url": reverse("document_decide", args=[document.number]),
        "idempotency_key": new_key(),
    }


def may_split(document: Document) -> bool:
    """Whether some services of it can go to another place: a move of several to an address."""
    decides = start_form_for(document.kind).items == "decisions"
    services = {line.service_id for line in document.lines.all() if line.service_id}
    elsewhere = document.office_id != document.to_office_id and document.root_id is None
    return decides and elsewhere and len(services) > 1


def _copy_url(document: Document) -> str:
    """Where the same is asked for other offices, for what can be copied."""
    bound = any(line.offering_version.offering.site_bound for line in document.lines.all())
    if document.office_id is None or not bound or not rules_for(document.kind).copies:
        return ""
    return reverse("document_line_copy", args=[document.number])


def _item(document: Document, line: Line) -> dict[str, Any]:
    return {
        "number": line.number,
        "title": line_title(line),
        "service_id": line.service.service_id if line.service else "",
        "place": line.place_to or line.place_from,
        "price_after": line.price_after,
        "url": reverse("document_line", args=[document.number, line.number])
        if has_settings(line)
        else "",
        "remove_url": reverse("document_line_remove", args=[document.number, line.number]),
    }


def _decisions(document: Document, lines: list[Line], *, on: date) -> list[dict[str, Any]]:
    """One question per service of the office that moves, also of one that came meanwhile.

    What the other half of a split move decides about is not asked again.
    """
    elsewhere = Sight(document, on=on).decided_elsewhere
    there = {line.service_id: line for line in lines if line.service_id is not None}
    installed = list(services_on(customer_id=document.customer_id, on=on))
    sold = _sold_by_family(document, on=on)
    at_new = [p for p in installed if p.office_id and p.office_id == document.to_office_id]
    asked: list[dict[str, Any]] = []
    for period in installed:
        bound = period.offering_version.offering.site_bound
        line = there.get(period.service_id)
        here = bound and period.office_id == document.office_id
        if line is not None or (here and period.service_id not in elsewhere):
            asked.append(_question(document, period, line, at_new, sold))
    return asked


def _sold_by_family(document: Document, *, on: date) -> dict[str, set[int]]:
    """The offerings for an office that are sold on the wanted day, by family."""
    found: dict[str, set[int]] = {}
    for version in sellable(document.requested_on or on).filter(offering__site_bound=True):
        found.setdefault(version.offering.family, set()).add(version.offering_id)
    return found


def _question(
    document: Document,
    period: ServicePeriod,
    line: Line | None,
    at_new: list[ServicePeriod],
    sold: dict[str, set[int]],
) -> dict[str, Any]:
    family = period.offering_version.offering.family
    within = document.office_id == document.to_office_id
    others = sold.get(family, set()) - {period.offering_version.offering_id}
    chosen = _chosen(line)
    # Nothing else of its family is sold: it cannot be replaced, and is not asked to be.
    replaced = (others and not within) or chosen == Decision.REPLACE
    offered = [one for one in OFFERED if replaced or one != Decision.REPLACE]
    choices = [{"value": one.value, "label": one.label} for one in offered]
    before_stop = offered.index(Decision.STOP)
    choices[before_stop:before_stop] = [
        {
            "value": f"{Decision.REPLACE}{BY}{each.service.service_id}",
            "label": _("Use %(service)s instead") % {"service": each.service.service_id},
            "text": _("%(name)s is at the new office already")
            % {"name": each.offering_version.name},
        }
        for each in at_new
        if each.offering_version.offering.family == family and not within
    ]
    price = _("%(amount)s a month") % {"amount": money(period.monthly_amount)}
    return {
        "name": f"decision.{period.service.service_id}",
        "legend": f"{period.offering_version.name} · {period.service.service_id}",
        "hint": " · ".join(part for part in (plan_of(period), price) if part),
        "choices": [choice | {"checked": choice["value"] == chosen} for choice in choices],
    }


def _chosen(line: Line | None) -> str:
    if line is None:
        return ""
    by = f"{BY}{line.replaced_by.service_id}" if line.replaced_by else ""
    return f"{line.decision}{by}"


def draft_or_denied(request: HttpRequest, number: str) -> Document:
    """The document whose items the person may choose. Raises Http404, PermissionDenied."""
    document = document_or_404(request, number)
    if not policy.may_edit(standing_for(request), document):
        raise PermissionDenied
    return document


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def document_line_add(request: HttpRequest, number: str) -> HttpResponse:
    """More services of the same place, or more of the catalogue."""
    document = draft_or_denied(request, number)
    situation = _situation(request, document)
    page = {
        "document": document,
        "choices": _addable(document, situation),
        "idempotency_key": new_key(),
    }
    if request.method != "POST":
        return render(request, "macd/add_items.html", page)
    chosen = set(request.POST.getlist("services"))
    periods = [p for p in situation.periods if p.service.service_id in chosen]
    offerings = [v for v in situation.offerings if v.offering.code in chosen]
    if len(chosen) != len(periods) + len(offerings) or not chosen:
        message = _("Choose services of the list.") if chosen else _("Choose at least one service.")
        page |= {"errors": [{"message": message, "field_id": "id_services"}], "error": message}
        return render(request, "macd/add_items.html", page, status=422)

    def write() -> str:
        operations.add_lines(
            document=document,
            periods=periods,
            offerings=offerings,
            by=standing_for(request),
            at=now(),
        )
        return reverse("document_fill", args=[number, "services"])

    return _written(request, document, write)


def _situation(request: HttpRequest, document: Document) -> Situation:
    place = str(document.office.public_id) if document.office else NOWHERE
    start = start_form_for(document.kind)
    standing = standing_for(request)
    return situation_for(standing, document.customer, start, place, on=today())


def _addable(document: Document, situation: Situation) -> list[tuple[str, list[tuple[str, str]]]]:
    there = {line.service.service_id for line in document.lines.all() if line.service}
    installed = [one for one in service_choices(situation) if one[0] not in there]
    groups = offering_choices(
        [v for v in situation.offerings if not v.offering.site_bound or document.office]
    )
    return [("", installed), *groups] if installed else groups


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def document_line_copy(request: HttpRequest, number: str) -> HttpResponse:
    """The same for other offices; what differs there is changed afterwards."""
    document = draft_or_denied(request, number)
    situation = _situation(request, document)
    offices = [one for one in situation.offices if one.pk != document.office_id]
    page = {"document": document, "offices": offices, "idempotency_key": new_key()}
    if request.method != "POST":
        return render(request, "macd/copy_items.html", page)
    wanted = set(request.POST.getlist("offices"))
    chosen = [one for one in offices if str(one.public_id) in wanted]
    if not chosen or len(chosen) != len(wanted):
        message = _("Choose at least one of these offices.")
        page |= {"errors": [{"message": message, "field_id": "id_offices"}], "error": message}
        return render(request, "macd/copy_items.html", page, status=422)

    def write() -> str:
        operations.copy_lines(document=document, offices=chosen, by=standing_for(request), at=now())
        return reverse("document_fill", args=[number, "services"])

    return _written(request, document, write)


@login_required
@require_POST
def document_line_remove(request: HttpRequest, number: str, line: int) -> HttpResponse:
    """Take an item out of a draft."""
    document = draft_or_denied(request, number)

    def write() -> str:
        operations.remove_line(document=document, number=line, by=standing_for(request), at=now())
        return reverse("document_fill", args=[number, "services"])

    return _written(request, document, write)


@login_required
@require_POST
def document_decide(request: HttpRequest, number: str) -> HttpResponse:
    """What becomes of each service of the office that moves (rule 27)."""
    document = draft_or_denied(request, number)
    lines = {line.service_id: line for line in document.lines.all() if line.service}
    found = services_on(customer_id=document.customer_id, on=today())
    services = {period.service.service_id: period.service for period in found}

    def write() -> str:
        for service_id, service in services.items():
            wanted = request.POST.get(f"decision.{service_id}", "")
            if not wanted or wanted == _chosen(lines.get(service.pk)):
                continue
            decision, _by, other = wanted.partition(BY)
            operations.decide_service(
                document=document,
                service_id=service.pk,
                decision=decision,
                replaced_by=services.get(other),
                by=standing_for(request),
                at=now(),
            )
        return document.get_absolute_url()

    return _written(request, document, write)


def _written(request: HttpRequest, document: Document, write: Any) -> HttpResponse:
    try:
        return write_once(request, write)
    except StepDenied as denied:
        return refused(request, denied, "macd/items.html", page_of(document))
