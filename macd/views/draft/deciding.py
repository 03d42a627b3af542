"""What becomes of each service of an office that moves: asked once, and changed while it can be."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.clock import now, today
from macd import operations, policy
from macd.fields import find_place
from macd.fields.deciding import BY, DECISION, decision_path, decision_value
from macd.forms.places import base_of, seen_text
from macd.forms.starting import start_form_for
from macd.kinds.sight import Sight
from macd.models import Document, Line
from macd.refusals import Crossed, StepDenied
from macd.templatetags.macd_format import money
from macd.views.common import document_or_404, new_key, refused, standing_for, write_once
from macd.views.draft.merging import Crossing, merge_page
from macd.views.shown.meaning import what_if
from macd.views.shown.sections import asked_again
from macd.views.shown.suggestions import suggestions_of
from macd.views.stock.installed import plan_of
from macd.vocabulary import Decision, SectionName, Side, Status
from services.catalogue import sellable
from services.inventory import services_on
from services.models import ServicePeriod

OFFERED = (Decision.MOVE, Decision.REPLACE, Decision.STOP, Decision.KEEP)


def decides(document: Document) -> bool:
    """Whether a request asks what becomes of each service."""
    return start_form_for(document.kind).items == "decisions"


def decisions_page(request: HttpRequest, document: Document) -> HttpResponse:
    """The page with the questions; where they are closed now, the request with word of it."""
    if SectionName.TECHNICAL not in policy.may_edit(standing_for(request), document):
        messages.info(request, _("Only the parts that were asked for can be changed now."))
        return redirect(document)
    return render(request, "macd/decisions.html", _page(request, document))


def _page(request: HttpRequest, document: Document) -> dict[str, Any]:
    standing = standing_for(request)
    side = policy.side_of(standing, document)
    drafting = document.status == Status.DRAFT
    lines = list(document.lines.all())
    return {
        "document": document,
        "heading": start_form_for(document.kind).items_heading,
        "decisions": _questions(document, lines, on=today()),
        "asked": side == Side.CUSTOMER and SectionName.TECHNICAL in asked_again(document),
        "suggests": side == Side.PROVIDER and not drafting,
        "proposals": suggestions_of(document, standing, section=DECISION),
        **what_if(document, on=today()),
        "split_url": reverse("document_split", args=[document.number])
        if drafting and may_split(document)
        else "",
        "decide_url": reverse("document_decide", args=[document.number]),
        "seen": seen_text(_decided(lines)),
        "idempotency_key": new_key(),
    }


@login_required
@require_POST
def document_decide(request: HttpRequest, number: str) -> HttpResponse:
    """What becomes of each service (rule 27); once it is sent, staff suggest it (rule 10)."""
    document = document_or_404(request, number)
    if SectionName.TECHNICAL not in policy.may_edit(standing_for(request), document):
        raise PermissionDenied

    def write() -> str:
        changes = _changes(document, request.POST)
        stored = _decided(document.lines.all())
        operations.change_fields(
            document=document,
            values=changes,
            by=standing_for(request),
            at=now(),
            over={path: base_of(request.POST).get(path, stored.get(path)) for path in changes},
        )
        return document.get_absolute_url()

    try:
        return write_once(request, write)
    except Crossed:
        return _merge(request, number)
    except StepDenied as denied:
        return refused(request, denied, "macd/decisions.html", _page(request, document))


def _changes(document: Document, given: Mapping[str, str]) -> dict[str, str]:
    """What was chosen and is not so yet; what was left as it was shown is no choice."""
    stored, shown = _decided(document.lines.all()), base_of(given)
    return {
        path: value
        for path, value in given.items()
        if path.startswith(f"{DECISION}.")
        and value
        and value not in (stored.get(path), shown.get(path))
    }


def _decided(lines: Any) -> dict[str, str]:
    """What is decided, by path."""
    found: dict[str, str] = {}
    for line in lines:
        value = decision_value(line)
        if line.service and value:
            found.setdefault(decision_path(line.service.service_id), value)
    return found


def _merge(request: HttpRequest, number: str) -> HttpResponse:
    """Both answers about each service that two people decided about."""
    document = document_or_404(request, number)
    base, stored = base_of(request.POST), _decided(document.lines.all())
    crossings = [
        Crossing(place, base.get(path), value)
        for path, value in _changes(document, request.POST).items()
        if stored.get(path) != base.get(path) and (place := find_place(document, path)) is not None
    ]
    return merge_page(request, document, None, crossings, seen=seen_text(stored))


def _questions(document: Document, lines: list[Line], *, on: date) -> list[dict[str, Any]]:
    """One question per service of the office that moves, also of one that came meanwhile.

    What the other half of a split move decides about is not asked again.
    """
    elsewhere = Sight(document, on=on).asked_elsewhere
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
    chosen = decision_value(line)
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
        "name": decision_path(period.service.service_id),
        "legend": f"{period.offering_version.name} · {period.service.service_id}",
        "hint": " · ".join(part for part in (plan_of(period), price) if part),
        "choices": [choice | {"checked": choice["value"] == chosen} for choice in choices],
    }


def may_split(document: Document) -> bool:
    """Whether some services of it can go to another place: a move of several to an address."""
    services = {line.service_id for line in document.lines.all() if line.service_id}
    elsewhere = document.office_id != document.to_office_id and document.root_id is None
    return decides(document) and elsewhere and len(services) > 1
