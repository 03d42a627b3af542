"""Which services a draft is about: adding more, taking some out, the same for other offices."""

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
from macd.models import Document, Line
from macd.refusals import StepDenied
from macd.views.common import (
    document_or_404,
    new_key,
    refused,
    standing_for,
    write_once,
)
from macd.views.draft.tasks import has_settings
from macd.views.situations import situation_for
from macd.wording import line_title


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
        "lines": [_item(document, line) for line in lines],
        "add_url": reverse("document_line_add", args=[document.number]),
        "copy_url": _copy_url(document),
        "idempotency_key": new_key(),
    }


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


def _written(request: HttpRequest, document: Document, write: Any) -> HttpResponse:
    try:
        return write_once(request, write)
    except StepDenied as denied:
        return refused(request, denied, "macd/items.html", page_of(document))
