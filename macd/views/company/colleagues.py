"""One's company: who belongs to it, what they see and do, and what it agreed with itself."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.clock import now, today
from accounts.models import Customer, Membership
from accounts.standing import Standing
from accounts.substitutes import substitutes_of
from macd import operations, policy, queries
from macd.forms.company import ColleagueForm, RuleForm
from macd.refusals import StepDenied
from macd.views.common import standing_for, tell_beside, write_once, write_or_show
from offices.models import Office, OfficeStatus

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
@login_required
def company(request: HttpRequest) -> HttpResponse:
    """The colleagues and the rule; administrators of the company change the rule here."""
    customer = _company(request)
    standing = standing_for(request)
    keeps = policy.keeps_company(standing, customer.pk)
    colleagues = list(queries.colleagues_of(standing, customer.pk))
    rule = queries.company_rule_of(customer.pk)
    initial = {"over": rule.over, "approver": rule.approver_id or ""} if rule else {}
    form = RuleForm(request.POST or None, colleagues=colleagues, initial=initial)
    if request.method == "POST" and not keeps:
        raise PermissionDenied
    context = {
        "customer": customer,
        "several": len(standing.memberships) > 1,
        "rows": [_row(each, standing.person_id) for each in colleagues],
        "invited": _invited(standing, customer) if keeps else [],
        "substitutes": list(substitutes_of(colleagues, on=today())),
        "rule": rule,
        "form": form,
        "keeps": keeps,
        "follows_notice": policy.follows_own_notice(standing, customer.pk),
        "query": urlencode({"customer": str(customer.public_id)}),
    }

    def show(status: int) -> HttpResponse:
        return render(request, "macd/company.html", context, status=status)

    return write_or_show(request, form, partial(_keep_rule, request, customer, form), show=show)


def _keep_rule(request: HttpRequest, customer: Customer, form: RuleForm) -> str:
    """Change the rule; returns where it stands. Raises StepDenied."""
    operations.set_company_rule(
        customer=customer,
        over=form.cleaned_data["over"],
        approver_id=form.cleaned_data["approver"],
        by=standing_for(request),
        at=now(),
    )
    messages.success(request, _("Kept. It counts for what is sent from now on."))
    return company_url(customer)


@require_http_methods(FORM)
@login_required
def colleague(request: HttpRequest, membership: int) -> HttpResponse:
    """Change what a colleague sees and does, or end it."""
    customer = kept_company(request)
    if "end" in request.POST:
        return _end(request, customer, membership)
    one = _colleague_or_404(request, customer, membership)
    data = request.POST if request.method == "POST" else None
    form = ColleagueForm(data, offices=offices_of(request, customer), membership=one)

    def write() -> str:
        facts = form.facts()
        operations.change_colleague(membership=one, by=standing_for(request), at=now(), **facts)
        messages.success(request, _("Saved. It counts from their next page on."))
        return company_url(customer)

    show = partial(_colleague_page, request, customer, one, form)
    return write_or_show(request, form, write, show=show)


def _end(request: HttpRequest, customer: Customer, membership: int) -> HttpResponse:
    """Take a colleague out, once; what speaks against it is told on their page."""

    def write() -> str:
        one = _colleague_or_404(request, customer, membership)
        operations.end_colleague(membership=one, by=standing_for(request), at=now())
        gone = _("%(name)s no longer belongs to your company here.")
        messages.success(request, gone % {"name": one.person.name})
        return company_url(customer)

    try:
        return write_once(request, write)
    except StepDenied as denied:
        one = _colleague_or_404(request, customer, membership)
        form = _bound_as_now(request, customer, one)
        tell_beside(form, denied)
        return _colleague_page(request, customer, one, form, denied.status)


def _colleague_or_404(request: HttpRequest, customer: Customer, membership: int) -> Membership:
    found = queries.colleagues_of(standing_for(request), customer.pk).filter(pk=membership).first()
    if found is None:
        raise Http404
    return found


def _colleague_page(
    request: HttpRequest, customer: Customer, one: Membership, form: ColleagueForm, status: int
) -> HttpResponse:
    context = {
        "customer": customer,
        "one": one,
        "form": form,
        "back_url": company_url(customer),
        "own": one.person_id == standing_for(request).person_id,
    }
    return render(request, "macd/colleague.html", context, status=status)


def _bound_as_now(request: HttpRequest, customer: Customer, one: Membership) -> ColleagueForm:
    form = ColleagueForm(offices=offices_of(request, customer), membership=one)
    bound = ColleagueForm(form.initial, offices=offices_of(request, customer), membership=one)
    bound.full_clean()
    return bound


def _row(membership: Membership, person_id: int) -> dict[str, Any]:
    named = membership.offices_in_scope.all()
    places = ", ".join(each.office.name for each in named)
    return {
        "pk": membership.pk,
        "person": membership.person,
        "roles": membership.role_names,
        "sees": places or membership.get_scope_display(),
        "signs_until": membership.signs_until,
        "own": membership.person_id == person_id,
        "came": membership.person.last_login is not None,
    }


def _invited(standing: Standing, customer: Customer) -> list[dict[str, Any]]:
    found = list(queries.invitations_by(standing, customer.pk))
    named = {pk for each in found for pk in each.office_ids}
    offices = queries.offices_for(standing).filter(pk__in=named) if named else []
    places = {office.pk: office.name for office in offices}
    return [
        {
            "invitation": each,
            "ended": each.has_ended(on=today()),
            "sees": ", ".join(sorted(places[pk] for pk in each.office_ids if pk in places))
            or each.get_scope_display(),
        }
        for each in found
    ]


def _company(request: HttpRequest) -> Customer:
    """The company that is named, else the first of one's own. Raises Http404, PermissionDenied."""
    standing = standing_for(request)
    if not standing.memberships:
        raise PermissionDenied
    own = Customer.objects.filter(pk__in=standing.customer_ids).order_by("legal_name", "pk")
    wanted = request.GET.get("customer", "")
    found = next((each for each in own if not wanted or str(each.public_id) == wanted), None)
    if found is None:
        raise Http404
    return found


def kept_company(request: HttpRequest) -> Customer:
    """The same, where the person keeps its order. Raises Http404, PermissionDenied."""
    customer = _company(request)
    if not policy.keeps_company(standing_for(request), customer.pk):
        raise PermissionDenied
    return customer


def offices_of(request: HttpRequest, customer: Customer) -> list[Office]:
    """The offices that a colleague's reach may name."""
    found = queries.offices_for(standing_for(request)).filter(customer=customer)
    return list(found.exclude(status=OfficeStatus.CLOSED).order_by("name"))


def company_url(customer: Customer) -> str:
    """Where a company's page is."""
    return f"{reverse('company')}?{urlencode({'customer': str(customer.public_id)})}"
