"""Planning a visit for a document, and promising another day for one item."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.clock import now, today
from macd import operations, policy, visiting
from macd.fieldwork import VisitPurpose
from macd.forms.visits import PromiseForm, VisitForm
from macd.models import Document
from macd.operations import Crew
from macd.views.common import document_or_404, new_key, standing_for, write_or_show
from macd.vocabulary import Action
from macd.wording import line_title


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def visit_new(request: HttpRequest, number: str) -> HttpResponse:
    """Plan a visit to an office of this document."""
    document = document_or_404(request, number)
    standing = standing_for(request)
    purposes = [p for p in VisitPurpose if p in policy.visit_purposes(standing, document)]
    if not purposes:
        raise PermissionDenied
    form = _visit_form(request, document, purposes)

    def write() -> str:
        data = form.cleaned_data
        visit = operations.plan_visit(
            document=document,
            purpose=data["purpose"],
            office_id=data["office"],
            day=data["day"],
            half=data["half"],
            line_number=data["line"],
            crew=Crew(frozenset(data["technicians"]), data["team"]),
            note=data["note"],
            despite=data["despite"],
            by=standing,
            at=now(),
        )
        messages.success(request, _("The visit is planned, and the customer is told."))
        return visit.get_absolute_url()

    return _answer(request, document, form, write, _("Plan a visit"))


def _visit_form(
    request: HttpRequest, document: Document, purposes: list[VisitPurpose]
) -> VisitForm:
    offices = {
        office.pk: office
        for purpose in purposes
        for office in visiting.places_for(document, purpose)
        if visiting.is_visitable(office)
    }
    lines = [
        (line.number, f"{line.number}. {line_title(line)} ({line.get_action_display()})")
        for line in document.lines.all()
        if line.action != Action.NO_CHANGE and not line.is_final
    ]
    form = VisitForm(
        request.POST if request.method == "POST" else None,
        purposes=purposes,
        offices=offices.values(),
        lines=lines,
        cancel_url=document.get_absolute_url(),
        initial=_wished(request, document, purposes, list(offices)),
    )
    form.offer(policy.crews(), policy.technicians())
    return form


def _wished(
    request: HttpRequest, document: Document, purposes: list[VisitPurpose], office_ids: list[int]
) -> dict[str, Any]:
    """What the link that led here names, else the usual: the promised day if it is to come."""
    wanted = request.GET.get("line", "")
    line = next((ln for ln in document.lines.all() if str(ln.number) == wanted), None)
    pick_up = line is not None and line.action == Action.DELETE
    purpose = VisitPurpose.PICK_UP if pick_up else VisitPurpose.INSTALL
    place = visiting.work_place(line) if line is not None else None
    planning: dict[str, Any] = next(
        (s.data for s in document.sections.all() if s.name == "planning"), {}
    )
    promised = (line.committed_on if line else None) or document.committed_on
    return {
        "purpose": purpose if purpose in purposes else purposes[0],
        "office": place.pk if place else office_ids[0] if len(office_ids) == 1 else None,
        "day": promised if promised and promised >= today() else None,
        "half": planning.get("window") or "morning",
    }


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def line_promise(request: HttpRequest, number: str, line: int) -> HttpResponse:
    """Promise another day for one item, with the reason."""
    document = document_or_404(request, number)
    standing = standing_for(request)
    if not policy.promises(standing, document):
        raise PermissionDenied
    item = next((each for each in document.lines.all() if each.number == line), None)
    if item is None:
        raise Http404
    back = f"{document.get_absolute_url()}#line-{line}"
    form = PromiseForm(request.POST if request.method == "POST" else None, cancel_url=back)

    def write() -> str:
        operations.promise_day(
            document=document, number=line, by=standing, at=now(), **form.cleaned_data
        )
        messages.success(request, _("Another day is promised, and the customer is told."))
        return back

    heading = _("Promise another day for item %(line)s") % {"line": line}
    return _answer(request, document, form, write, heading, item=item)


def _answer(
    request: HttpRequest, document: Document, form: Form, write: Any, heading: str, **more: Any
) -> HttpResponse:
    """Show the form; write once and go on, or show it again with what is wrong."""

    def show(status: int) -> HttpResponse:
        context = {"document": document, "form": form, "heading": heading, **more}
        context["idempotency_key"] = new_key()
        return render(request, "macd/field/plan.html", context, status=status)

    return write_or_show(request, form, write, show=show)
