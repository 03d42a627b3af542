"""Saying to which office a user or a SIM belongs."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.clock import now
from macd.forms.selfservice import HomeForm
from macd.views.common import standing_for
from macd.views.selfservice.doing import asked, carry
from macd.views.selfservice.shown import name_of, periods_of, users_named
from macd.views.selfservice.sims import sim_or_404
from macd.views.selfservice.users import homes_of, user_or_404
from services.models import Service
from services.selfservice import move_home


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def user_home(request: HttpRequest, service_id: str) -> HttpResponse:
    """The office of a user."""
    period = user_or_404(standing_for(request), service_id)
    back = reverse("self_service")
    return _home(request, period.service, name=name_of(period), back=back)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sim_home(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The office of who uses a SIM."""
    one = sim_or_404(standing_for(request), public_id)
    name = users_named([one], periods_of([one.service_id]))[one.pk]
    return _home(request, one.service, name=name, back=reverse("sim", args=[public_id]))


def _home(request: HttpRequest, service: Service, *, name: str, back: str) -> HttpResponse:
    standing = standing_for(request)
    offices = homes_of(standing, service.customer)
    asks: dict[str, Any] = {"offices": offices, "cancel_url": back}
    page = {
        "heading": _("Home office: %(name)s") % {"name": name},
        "lead": _("The emergency services are sent there when a number that moves along calls."),
        "back_url": back,
    }
    if request.method != "POST":
        return asked(request, HomeForm(home=service.home_office_id, **asks), page)
    form = HomeForm(request.POST, **asks)
    if not form.is_valid():
        return asked(request, form, page, status=422)

    def write() -> str:
        move_home(service=service, to=form.home_office(), person_id=standing.person_id, at=now())
        return back

    return carry(request, form, page, write, done=_("The home office is saved."))
