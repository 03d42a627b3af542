"""One visit: what who goes there needs to know, and what can be done with it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts.clock import now
from macd import operations, queries
from macd.forms.steps import StepForm
from macd.models import Appointment
from macd.operations import Crew
from macd.templatetags.macd_page import errors_with_fields
from macd.views.common import standing_for, write_or_show
from macd.views.shown.visit import FORMS, form_of, visit_page

DONE: dict[str, Any] = {
    "move": _("The visit is moved."),
    "crew": _("It is recorded who goes there."),
    "cancel": _("The visit is cancelled."),
    "close": _("It is recorded how the visit ended."),
}


@require_safe
@login_required
def visit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a visit on one page that fits a phone and a sheet of paper."""
    return _show(request, visit_or_404(request, public_id))


@require_POST
@login_required
def visit_do(request: HttpRequest, public_id: UUID, what: str) -> HttpResponse:
    """Move a visit, send others, cancel it, or record how it ended."""
    shown = visit_or_404(request, public_id)
    if what not in FORMS:
        raise Http404
    form = form_of(what, shown, request.POST)
    standing = standing_for(request)

    def write() -> str:
        WRITES[what](shown, form.cleaned_data, by=standing, at=now())
        messages.success(request, str(DONE[what]))
        return shown.get_absolute_url()

    return write_or_show(
        request,
        form,
        write,
        show=lambda status: _show(request, shown, status=status, refused=form),
    )


def _move(shown: Appointment, data: dict[str, Any], **who: Any) -> None:
    slot = {name: data[name] for name in ("day", "half", "reason", "despite")}
    operations.move_visit(visit=shown, **slot, **who)


def _crew(shown: Appointment, data: dict[str, Any], **who: Any) -> None:
    crew = Crew(frozenset(data["technicians"]), data["team"])
    operations.assign_visit(visit=shown, crew=crew, **who)


def _cancel(shown: Appointment, data: dict[str, Any], **who: Any) -> None:
    operations.cancel_visit(visit=shown, reason=data["reason"], **who)


def _close(shown: Appointment, data: dict[str, Any], **who: Any) -> None:
    operations.close_visit(visit=shown, **data, **who)


WRITES: dict[str, Callable[..., None]] = {
    "move": _move,
    "crew": _crew,
    "cancel": _cancel,
    "close": _close,
}


def visit_or_404(request: HttpRequest, public_id: UUID) -> Appointment:
    """The visit. Raises Http404 where the person may not know what staff know of it."""
    found = queries.visit_for(standing_for(request), public_id)
    if found is None:
        raise Http404
    return found


def _show(
    request: HttpRequest,
    shown: Appointment,
    *,
    status: int = 200,
    refused: StepForm | None = None,
) -> HttpResponse:
    context = visit_page(standing_for(request), shown, at=now(), refused=refused)
    errors = list(errors_with_fields(refused)) if refused is not None else []
    return render(request, "macd/field/visit.html", {**context, "errors": errors}, status=status)
