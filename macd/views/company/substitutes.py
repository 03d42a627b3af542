"""Who signs in one's place while one is away: named for a period, ended at any time."""

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
from accounts.models import Membership
from accounts.reauthentication import recently_authenticated, redirect_to_reauthentication
from accounts.substitutes import (
    SubstituteRefused,
    end_substitute,
    name_substitute,
    possible_substitutes,
    signing_memberships,
    substitute_in,
    substitutes_of,
)
from accounts.unsent import keep_unsent, unsent_in
from macd import policy
from macd.forms.substitutes import SubstituteForm
from macd.refusals import StepDenied
from macd.views.common import standing_for, write_once


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def substitutes(request: HttpRequest) -> HttpResponse:
    """One's substitutes for each company one signs for; naming one takes a fresh proof."""
    standing = standing_for(request)
    own = signing_memberships(standing.person_id, on=today())
    if not policy.may_name_substitute(standing) or not own:
        raise PermissionDenied
    if request.method != "POST":
        return _page(request, own, typed=_typed(request))
    if not recently_authenticated(request, now()):
        keep_unsent(request)
        return redirect_to_reauthentication(request, request.path)
    if "end" in request.POST:
        return _end(request, own)
    return _name(request, own)


def _page(
    request: HttpRequest,
    own: list[Membership],
    *,
    refused: SubstituteForm | None = None,
    typed: Mapping[str, str] | None = None,
) -> HttpResponse:
    companies = [
        {
            "name": each.customer.legal_name,
            "form": refused
            if refused and refused.prefix == _prefix(each)
            else _form(each, typed=typed),
            "membership": each,
            "substitutes": list(substitutes_of([each], on=today())),
        }
        for each in own
    ]
    page: dict[str, Any] = {"companies": companies, "form": refused}
    return render(request, "macd/substitutes.html", page, status=422 if refused else 200)


def _prefix(membership: Membership) -> str:
    return f"company{membership.pk}"


def _typed(request: HttpRequest) -> dict[str, str]:
    """What was filled in here before the proof was asked for."""
    kept = unsent_in(request)
    return dict(kept.fields) if kept is not None and kept.path == request.path else {}


def _form(
    membership: Membership, data: Any = None, *, typed: Mapping[str, str] | None = None
) -> SubstituteForm:
    colleagues = list(possible_substitutes(membership))
    form = SubstituteForm(colleagues, data, on=today(), prefix=_prefix(membership))
    names = {form.add_prefix(name): name for name in form.fields}
    form.initial.update({names[key]: value for key, value in (typed or {}).items() if key in names})
    return form


def _name(request: HttpRequest, own: list[Membership]) -> HttpResponse:
    membership = next((each for each in own if f"{_prefix(each)}-substitute" in request.POST), None)
    if membership is None:
        raise Http404
    form = _form(membership, request.POST)
    if not form.is_valid():
        return _page(request, own, refused=form)
    given = form.cleaned_data

    def write() -> str:
        made = name_substitute(
            membership=membership,
            substitute_id=given["substitute"],
            first=given["first"],
            last=given["last"],
            at=now(),
        )
        message = _("%(name)s signs in your place in this period, and gets a mail that says so.")
        messages.success(request, message % {"name": made.substitute.person.name})
        return reverse("substitutes")

    try:
        return write_once(request, write)
    except SubstituteRefused as refusal:
        form.add_error(refusal.field or None, str(refusal))
    except StepDenied as denied:
        form.add_error(None, denied.message)
    return _page(request, own, refused=form)


def _end(request: HttpRequest, own: list[Membership]) -> HttpResponse:
    wanted = request.POST["end"]
    found = substitute_in(own, int(wanted)) if _is_id(wanted) else None
    if found is None:
        raise Http404

    def write() -> str:
        if found.is_over(today()):
            messages.info(request, _("This has ended already."))
            return reverse("substitutes")
        end_substitute(substitute=found, at=now())
        messages.success(request, _("Ended. What was signed stays signed."))
        return reverse("substitutes")

    try:
        return write_once(request, write)
    except StepDenied:
        return redirect("substitutes")


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 16
