"""Inviting somebody to one's company, and saying yes or no to an invitation."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.clock import now, today
from accounts.models import Invitation
from macd import operations, queries
from macd.forms.company import InviteForm
from macd.views.common import standing_for, write_or_show, write_or_tell
from macd.views.company.colleagues import FORM, company_url, kept_company, offices_of


@require_http_methods(FORM)
@login_required
def colleague_new(request: HttpRequest) -> HttpResponse:
    """Invite somebody."""
    customer = kept_company(request)
    form = InviteForm(
        request.POST or None, offices=offices_of(request, customer), submit=_("Send the invitation")
    )
    form.initial["language"] = customer.language

    def write() -> str:
        by = standing_for(request)
        operations.invite_colleague(customer=customer, by=by, at=now(), **form.facts())
        told = _("%(name)s gets a mail with the way in.")
        messages.success(request, told % {"name": form.cleaned_data["name"]})
        return company_url(customer)

    def show(status: int) -> HttpResponse:
        context = {"customer": customer, "form": form, "back_url": company_url(customer)}
        return render(request, "macd/colleague.html", context, status=status)

    return write_or_show(request, form, write, show=show)


@require_POST
@login_required
def colleague_invited(request: HttpRequest, invitation: int) -> HttpResponse:
    """Send an invitation's mail once more, or withdraw it."""
    customer = kept_company(request)
    standing = standing_for(request)

    def write() -> str:
        one = queries.invitations_by(standing, customer.pk).filter(pk=invitation).first()
        if one is None:
            raise Http404
        if "withdraw" in request.POST:
            operations.withdraw_invitation(invitation=one, by=standing, at=now())
            told = _("%(name)s is no longer invited.")
        else:
            operations.invite_again(invitation=one, by=standing, at=now())
            told = _("%(name)s gets a mail with the way in.")
        messages.success(request, told % {"name": one.name})
        return company_url(customer)

    return write_or_tell(request, write, back=company_url(customer))


@require_http_methods(FORM)
@login_required
def invitations(request: HttpRequest) -> HttpResponse:
    """Who asks one to belong to their company; nothing follows from opening this page."""
    found = operations.invitations_to(standing_for(request), on=today())
    if request.method != "POST":
        return render(request, "macd/invitations.html", {"invitations": found})
    asked = request.POST.get("invitation", "")
    one = next((each for each in found if str(each.pk) == asked), None)
    return write_or_tell(request, lambda: _answer(request, one), back="invitations")


def waiting_of(invitations: Sequence[Invitation]) -> list[dict[str, Any]]:
    """That somebody is invited, as notice.html shows it; nothing where nobody asks."""
    if not invitations:
        return []
    companies = ", ".join(invitation.customer.legal_name for invitation in invitations)
    return [{"heading": _("You are invited"), "text": companies, "url": reverse("invitations")}]


def _answer(request: HttpRequest, invitation: Invitation | None) -> str:
    """Say yes or no; returns where one goes on. Raises Stale where nobody asks any more."""
    if invitation is None:
        raise operations.no_longer_open()
    name = {"company": invitation.customer.legal_name}
    if "accept" in request.POST:
        operations.accept_invitation(invitation=invitation, at=now())
        messages.success(request, _("You belong to %(company)s here now.") % name)
        return reverse("home")
    operations.decline_invitation(invitation=invitation, at=now())
    messages.success(request, _("You said no to %(company)s.") % name)
    return reverse("invitations")
