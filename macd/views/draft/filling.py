"""Completing a request: the draft's task list, its sections one by one, saving while typing."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.clock import now, today
from accounts.dates import date_format
from macd import operations, policy
from macd.fields import find_place
from macd.forms.places import PlacesForm, field_for
from macd.kinds import rules_for, value_of
from macd.leaving import refused_growth
from macd.models import Document
from macd.plan import earliest_start
from macd.refusals import Crossed, StepDenied
from macd.views.common import document_or_404, new_key, standing_for, write_once
from macd.views.desk.pane import inbox_url_of
from macd.views.draft.choosing import services_page
from macd.views.draft.deciding import decides, decisions_page
from macd.views.draft.merging import crossings_of, merge_page
from macd.views.draft.tasks import SECTION_LABELS, answers, tasks_of
from macd.views.shown.bound import bound_of
from macd.views.shown.meaning import what_if
from macd.views.shown.overlaps import overlaps_of
from macd.views.shown.sections import asked_again
from macd.views.shown.steps import discard_row
from macd.views.shown.suggestions import suggestions_of
from macd.vocabulary import SectionName, Side, Status
from macd.wording import title_of


def draft_page(request: HttpRequest, document: Document) -> HttpResponse:
    """The task list of a draft, for who may edit it."""
    standing = standing_for(request)
    page = {
        "document": document,
        "title": title_of(document),
        "tasks": tasks_of(document, standing, on=today()),
        **what_if(document, on=today()),
        **overlaps_of(standing, document),
        "amends": document.root,
        "follow_up_of": document.follow_up_of,
        "bound": bound_of(standing, document),
        "refused": list(refused_growth(document, always=False)),
        "discard": discard_row(standing, document),
        "idempotency_key": new_key(),
    }
    return render(request, "macd/draft.html", page)


def editable_or_denied(request: HttpRequest, number: str) -> tuple[Document, Side]:
    """The document and the side on which the person edits it. Raises Http404, PermissionDenied."""
    document, standing = document_or_404(request, number), standing_for(request)
    side = policy.side_of(standing, document)
    if side is None or not policy.may_edit(standing, document):
        raise PermissionDenied
    return document, side


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def document_fill(request: HttpRequest, number: str, section: str) -> HttpResponse:
    """One section of a request; in review the other side's fields become suggestions."""
    document, side = editable_or_denied(request, number)
    if section == "services":
        return (decisions_page if decides(document) else services_page)(request, document)
    if section not in SectionName.values:
        raise Http404
    if section not in policy.may_edit(standing_for(request), document):
        messages.info(request, _("Only the parts that were asked for can be changed now."))
        return redirect(document)
    data = request.POST if request.method == "POST" else None
    form = section_form(document, SectionName(section), side, data)
    if form is None:
        raise Http404
    if data is None:
        return render(request, "macd/fill.html", _page(request, document, section, side, form))
    return _save(request, document, section, side, form)


def section_form(
    document: Document,
    section: SectionName,
    side: Side,
    data: Mapping[str, Any] | None = None,
) -> PlacesForm | None:
    """The fields of a section that a side writes in; None where there are none."""
    rules = rules_for(document.kind)
    fields = [
        field
        for field in rules.fields_for(document)
        if field.section == section and answers(field, side)
    ]
    pairs = [
        (place, field_for(field, required=rules.is_required(document, field)))
        for field in fields
        if (place := find_place(document, field.path)) is not None
    ]
    return PlacesForm(pairs, data) if pairs else None


def _page(
    request: HttpRequest, document: Document, section: str, side: Side, form: PlacesForm
) -> dict[str, Any]:
    drafting = document.status == Status.DRAFT
    theirs = any(place.owner == Side.CUSTOMER for place in form.places.values())
    return {
        "document": document,
        "form": form,
        "heading": SECTION_LABELS[SectionName(section)],
        "hint": _hint(document, section),
        "asked": side == Side.CUSTOMER and section in asked_again(document),
        "suggests": side == Side.PROVIDER and theirs and not drafting,
        "others": _of_the_other_side(document, section, side),
        "proposals": suggestions_of(document, standing_for(request), section=section),
        "back_url": _back(request, document),
        "autosave_url": reverse("document_autosave", args=[document.number]) if drafting else "",
        "idempotency_key": new_key(),
    }


def _back(request: HttpRequest, document: Document) -> str:
    """Where one came from: the inbox, else the document."""
    return inbox_url_of(request.GET.get("back", "")) or document.get_absolute_url()


def _hint(document: Document, section: str) -> str:
    """What the day may be: the first that can be met, or what the notice makes of a stop."""
    if section != SectionName.REQUEST:
        return ""
    stops_on = rules_for(document.kind).effective_on(document, on=today())
    if stops_on is not None:
        return _("As it stands now, the first day without service is %(day)s.") % {
            "day": date_format(stops_on, "DATE_FORMAT")
        }
    earliest = earliest_start(document, on=document.received_on or today())
    return _("The first day that can be met is %(day)s.") % {
        "day": date_format(max(earliest, today()), "DATE_FORMAT")
    }


def _of_the_other_side(document: Document, section: str, side: Side) -> list[dict[str, Any]]:
    """What the other side fills in, to be read."""
    rules = rules_for(document.kind)
    return [
        {"label": field.label, "value": field.shown(value_of(document, field))}
        for field in rules.fields_for(document)
        if field.section == section and not answers(field, side)
    ]


def _save(
    request: HttpRequest, document: Document, section: str, side: Side, form: PlacesForm
) -> HttpResponse:
    if form.is_valid():
        try:
            return write_once(request, lambda: _write(request, document, form))
        except Crossed:
            return _merge(request, document.number, section)
        except StepDenied as denied:
            form.note_problems(denied.problems)
            if not denied.problems:
                form.note("", denied.message)
    page = _page(request, document, section, side, form)
    return render(request, "macd/fill.html", page, status=422)


def _write(request: HttpRequest, document: Document, form: PlacesForm) -> str:
    if form.crossed:
        raise Crossed(_("Somebody else changed the same answers meanwhile."))
    operations.change_fields(
        document=document,
        values=form.changes,
        by=standing_for(request),
        at=now(),
        over=form.stored,
    )
    return _back(request, document)


def _merge(request: HttpRequest, number: str, section: str) -> HttpResponse:
    """Both answers, of the request as it is now."""
    document, side = editable_or_denied(request, number)
    form = section_form(document, SectionName(section), side, request.POST)
    if form is None or not form.is_valid():
        raise Http404
    return merge_page(request, document, form, crossings_of(form), seen=form.seen)
