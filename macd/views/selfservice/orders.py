"""Operations sends the SIMs that were ordered, or says why it cannot."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.clock import now
from macd import operations, policy, queries
from macd.forms.selfservice import SendForm
from macd.refusals import StepDenied
from macd.views.common import standing_for, write_once
from macd.views.selfservice.shown import periods_of, users_named
from services.models import Sim
from services.selfservice import SelfServiceRefused, refuse_order

MOST = 200


@login_required
@require_safe
def sim_orders(request: HttpRequest) -> HttpResponse:
    """The SIMs that wait to be sent, the oldest first; auditors read it."""
    if not policy.reads_work(standing_for(request)):
        raise PermissionDenied
    return _page(request)


def _page(
    request: HttpRequest, *, wrong: Sim | None = None, problems: dict[str, str] | None = None
) -> HttpResponse:
    sims = list(queries.sims_to_send()[:MOST])
    names = users_named(sims, periods_of(sim.service_id for sim in sims))
    orders: list[dict[str, Any]] = [
        {
            "sim": sim,
            "name": names[sim.pk],
            "problems": problems if wrong is not None and sim.pk == wrong.pk else {},
        }
        for sim in sims
    ]
    errors = [
        {"message": message, "field_id": f"id_{wrong.public_id}_{name}" if name else ""}
        for name, message in (problems or {}).items()
        if wrong is not None
    ]
    page = {
        "orders": orders,
        "sends": policy.is_operations(standing_for(request)),
        "errors": errors,
        "typed": request.POST,
    }
    return render(request, "macd/selfservice/orders.html", page, status=422 if problems else 200)


@login_required
@require_POST
def sim_order(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Send one, or refuse it with a reason."""
    if not policy.is_operations(standing_for(request)):
        raise PermissionDenied
    sim = Sim.objects.filter(public_id=public_id).first()
    if sim is None:
        raise Http404
    form = SendForm(request.POST)
    if not form.is_valid():
        first = {name: str(texts[0]) for name, texts in form.errors.items()}
        return _page(request, wrong=sim, problems=first)
    values = form.cleaned_data
    if request.POST.get("do") == "refuse":
        if not values["reason"]:
            return _page(request, wrong=sim, problems={"reason": _("Say why.")})
        return _write(
            request, sim, lambda: refuse_order(sim=sim, reason=values["reason"], at=now())
        )
    return _write(
        request,
        sim,
        lambda: operations.send_sim(
            sim=sim,
            iccid=values["iccid"],
            activation_code=values["activation_code"].strip(),
            by=standing_for(request),
            at=now(),
        ),
    )


def _write(request: HttpRequest, sim: Sim, write: Any) -> HttpResponse:
    def told() -> str:
        write()
        messages.success(request, _("%(sim)s is up to date.") % {"sim": sim.service})
        return reverse("sim_orders")

    try:
        return write_once(request, told)
    except SelfServiceRefused as refused:
        return _page(request, wrong=sim, problems=refused.problems or {"": str(refused)})
    except StepDenied as denied:
        return _page(request, wrong=sim, problems={"": denied.message})
