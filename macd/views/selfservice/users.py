"""Adding and removing users of unified communications."""

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.clock import now, today
from accounts.models import Customer
from accounts.standing import Standing
from macd import operations, policy, queries
from macd.forms.selfservice import RemoveForm, SettingsForm
from macd.views.common import standing_for
from macd.views.selfservice.checking import confirm, is_asked, typed
from macd.views.selfservice.doing import asked, carry
from macd.views.selfservice.overview import more_licences_url
from macd.views.selfservice.shown import name_of
from macd.views.situations import uuid_or_none
from offices.models import Office, OfficeStatus
from services.configuration import characteristics_of
from services.models import OfferingVersion, SelfServiceAction, ServicePeriod
from services.selfservice import NoLicenceLeft, SelfServiceRefused, add_user, remove_user


def company_and_offer(
    request: HttpRequest, standing: Standing, mine: frozenset[int]
) -> tuple[Customer, OfferingVersion]:
    """The company and the offering that the address names.

    Raises PermissionDenied for who manages none, Http404 where they are not among theirs.
    """
    if not mine:
        raise PermissionDenied
    wanted = uuid_or_none(request.GET.get("customer", ""))
    companies = queries.helpers_customers(standing).filter(pk__in=mine)
    customer = companies.filter(public_id=wanted).first() if wanted else companies.first()
    code = request.GET.get("offering", "").replace("\x00", "")
    version = queries.offered_for_self_service(today()).filter(offering__code=code).first()
    if customer is None or version is None:
        raise Http404
    return customer, version


def homes_of(standing: Standing, customer: Customer) -> list[Office]:
    """The offices that a user or a SIM may belong to, as far as the person sees them."""
    found = queries.offices_for(standing).filter(customer=customer, status=OfficeStatus.ACTIVE)
    return list(found.order_by("name"))


def summary(form: SettingsForm) -> list[dict[str, str]]:
    """What was filled in, as rows to read back."""
    version, values = form.version, form.settings()
    rows = [{"label": _("Service"), "value": version.name}]
    for code, characteristic in characteristics_of(version).items():
        if value := characteristic.show(values.get(code)):
            rows.append({"label": characteristic.name, "value": value})
    if home := form.home_office():
        rows.append({"label": _("Home office"), "value": home.name})
    return rows


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def user_new(request: HttpRequest) -> HttpResponse:
    """Ask for the user's settings, show the total, add the user."""
    standing = standing_for(request)
    mine = policy.customers_of_users(standing)
    if mine and not request.GET.get("offering"):
        return redirect("self_service")
    customer, version = company_and_offer(request, standing, mine)
    back = reverse("self_service")
    heading = _("Add a user")
    page = {"heading": heading, "lead": version.name, "back_url": back}
    offices = homes_of(standing, customer)
    values = typed(request)
    form = SettingsForm(version, values, cancel_url=back, offices=offices)
    if values is None or is_asked(request):
        return asked(request, form, page)
    if not form.is_valid():
        return asked(request, form, page, status=422)

    def add() -> SelfServiceAction:
        return add_user(
            customer_id=customer.pk,
            version=version,
            configuration=form.settings(),
            home_office_id=form.home_office_id(),
            person_id=standing.person_id,
            at=now(),
        )

    write = partial(
        operations.order_within_rule, add, customer_id=customer.pk, by=standing, at=now()
    )

    try:
        if request.POST.get("go") != "do":
            submit = {"submit": heading, "testid": "user-add"}
            return confirm(request, form, write, summary(form), **page, **submit)
        done = _("%(name)s is being added.") % {"name": form.settings().get("user_name") or heading}
        return carry(request, form, page, lambda: _added(write), done=done)
    except NoLicenceLeft as none_left:
        page |= _way_to_more(more_licences_url(standing, customer, none_left.offering.code))
        form.note_problems({}, str(none_left))
    except SelfServiceRefused as refused:
        form.note_problems(refused.problems, str(refused))
    return asked(request, form, page, status=422)


def _way_to_more(url: str) -> dict[str, str]:
    """Where more is asked for; who may not is told that a colleague can."""
    if url:
        return {"instead_url": url, "instead_label": _("Ask for more licences")}
    return {"instead_text": _("A colleague who starts requests can ask for more.")}


def _added(write: Any) -> str:
    write()
    return reverse("self_service")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def user_remove(request: HttpRequest, service_id: str) -> HttpResponse:
    """Say what removing a user means, and do it."""
    standing = standing_for(request)
    period = user_or_404(standing, service_id)
    back = reverse("self_service")
    page = {
        "heading": _("Remove %(name)s") % {"name": name_of(period)},
        "lead": _("The licence is free again at once, and the user can no longer telephone."),
        "back_url": back,
    }
    if request.method != "POST":
        return asked(request, RemoveForm(cancel_url=back), page)
    form = RemoveForm(request.POST, cancel_url=back)
    form.is_valid()

    def write() -> str:
        remove_user(service=period.service, person_id=standing.person_id, at=now())
        return back

    done = _("%(name)s is being removed.") % {"name": name_of(period)}
    return carry(request, form, page, write, done=done)


def user_or_404(standing: Standing, service_id: str) -> ServicePeriod:
    """What a user that a person manages is today. Raises Http404."""
    if "\x00" in service_id:
        raise Http404
    users = queries.users_of(standing, on=today())
    period = users.filter(service__service_id=service_id).first()
    if period is None:
        raise Http404
    return period
