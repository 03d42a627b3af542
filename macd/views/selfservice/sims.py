"""SIMs of a company: one page each, ordering, and what may be done to it."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

import segno
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.clock import now, today
from accounts.standing import Standing
from macd import operations, policy, queries
from macd.forms.selfservice import ActivateProfileForm, HelpForm, SettingsForm
from macd.labels import labelled
from macd.views.common import standing_for
from macd.views.selfservice.checking import confirm, is_asked, typed
from macd.views.selfservice.doing import asked, carry
from macd.views.selfservice.shown import (
    action_rows,
    facts_of,
    never_came,
    periods_of,
    status_of,
    users_named,
    way_of,
)
from macd.views.selfservice.users import company_and_offer, homes_of, summary
from macd.views.selfservice.ways import WAYS, steps_of
from services.inventory import state_on
from services.models import SelfServiceAction, SelfServiceTask, Sim, SimStatus
from services.models.selfservice import OPEN_ACTIONS
from services.selfservice import SelfServiceRefused, order_sim, show_code
from services.values import monthly_total


def sim_or_404(standing: Standing, public_id: UUID) -> Sim:
    """A SIM that a person manages. Raises Http404."""
    found = queries.sims_of(standing).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


@login_required
@require_safe
def sim(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One SIM: where it is on its way, what it is, what can be done."""
    standing = standing_for(request)
    one = sim_or_404(standing, public_id)
    periods = periods_of([one.service_id])
    name = users_named([one], periods)[one.pk]
    actions = list(queries.actions_for(standing).filter(service=one.service)[:20])
    page = {
        "sim": one,
        "name": name,
        "status_label": status_of(one),
        "never_came": never_came(one),
        "milestones": way_of(one, _moments(one)),
        "facts": facts_of(one, name, periods.get(one.service_id)),
        "ways": [_way(one, step) for step in steps_of(one, actions)],
        "waits": any(action.status in OPEN_ACTIONS for action in actions),
        "actions": action_rows(actions),
        "others": [
            {"sim": other, "status_label": status_of(other)}
            for other in queries.sims_of(standing).filter(service=one.service).exclude(pk=one.pk)
        ],
    }
    return render(request, "macd/selfservice/sim.html", page)


def _way(one: Sim, step: str) -> dict[str, Any]:
    way = WAYS[step]
    url = reverse("sim_step", args=[one.public_id, step])
    danger = way.form.danger
    return {"label": way.label, "icon": way.icon, "url": url, "step": step, "danger": danger}


def _moments(one: Sim) -> dict[str, datetime]:
    """When the SIM was ordered and activated; the rest is not on record as an instant."""
    moments = {SimStatus.ORDERED.value: one.ordered_at}
    done = one.actions.filter(task=SelfServiceTask.ACTIVATE_SIM, ended_at__isnull=False).first()
    if done is not None and done.ended_at is not None:
        moments[SimStatus.ACTIVE.value] = done.ended_at
    return moments


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sim_step(request: HttpRequest, public_id: UUID, step: str) -> HttpResponse:
    """Say what a step means, ask what it needs, take it."""
    standing = standing_for(request)
    one = sim_or_404(standing, public_id)
    if step not in WAYS:
        raise Http404
    way, back = WAYS[step], reverse("sim", args=[one.public_id])
    name = users_named([one], periods_of([one.service_id]))[one.pk]
    page = {"heading": labelled(way.label, name), "lead": way.lead, "back_url": back}
    if step == "end":
        page["price"] = _price_without(one)
    form_class = ActivateProfileForm if step == "activate" and one.esim else way.form
    if request.method != "POST":
        return asked(request, form_class(cancel_url=back), page)
    form = form_class(request.POST, cancel_url=back)
    if not form.is_valid():
        return asked(request, form, page, status=422)
    act = way.act
    if act is None:
        return _show_code(request, one, form, page)

    def write() -> str:
        act(one, form, standing.person_id, now())
        return back

    return carry(request, form, page, write, done=way.done)


def _price_without(one: Sim) -> dict[str, Decimal] | None:
    """What the company pays a month before and after it is stopped; nothing before it is used."""
    period = state_on(one.service, today())
    if period is None:
        return None
    before = monthly_total(customer_id=one.customer_id, on=today())
    amount = period.monthly_amount
    return {"before": before, "after": before - amount, "difference": -amount}


def _show_code(
    request: HttpRequest, one: Sim, form: HelpForm, page: dict[str, Any]
) -> HttpResponse:
    """The QR code, this once; it is in no other page and in no log."""
    try:
        code = show_code(sim=one, at=now())
    except SelfServiceRefused as refused:
        form.note_problems(refused.problems, str(refused))
        return asked(request, form, page, status=422)
    drawing = segno.make(code, error="m").svg_data_uri(scale=6, border=4, light="white")
    shown = {**page, "drawing": drawing, "code": code, "sim": one}
    return render(request, "macd/selfservice/code.html", shown)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sim_new(request: HttpRequest) -> HttpResponse:
    """Ask for the settings, show the total, order the SIM."""
    standing = standing_for(request)
    mine = policy.customers_of_sims(standing)
    if mine and not request.GET.get("offering"):
        return redirect("self_service")
    customer, version = company_and_offer(request, standing, mine)
    back = reverse("self_service")
    heading = _("Order a SIM")
    page = {"heading": heading, "lead": version.name, "back_url": back}
    asks: dict[str, Any] = {"cancel_url": back, "sends": True}
    asks["offices"] = homes_of(standing, customer)
    values = typed(request)
    form = SettingsForm(version, values, **asks)
    if values is None or is_asked(request):
        return asked(request, form, page)
    if not form.is_valid():
        return asked(request, form, page, status=422)

    def order() -> SelfServiceAction:
        return order_sim(
            customer_id=customer.pk,
            version=version,
            configuration=form.settings(),
            person_id=standing.person_id,
            at=now(),
            send_to=form.cleaned_data["send_to"],
            home_office_id=form.home_office_id(),
            **queries.mobile_contract(customer_id=customer.pk),
        )

    write = partial(
        operations.order_within_rule, order, customer_id=customer.pk, by=standing, at=now()
    )

    try:
        if request.POST.get("go") != "do":
            rows = summary(form)
            if form.cleaned_data["send_to"]:
                rows.append({"label": _("To be sent to"), "value": form.cleaned_data["send_to"]})
            submit = {"submit": heading, "testid": "sim-order"}
            return confirm(request, form, write, rows, **page, **submit)
    except SelfServiceRefused as refused:
        form.note_problems(refused.problems, str(refused))
        return asked(request, form, page, status=422)
    return carry(request, form, page, lambda: _ordered(write), done=_("The SIM is ordered."))


def _ordered(write: Callable[[], SelfServiceAction]) -> str:
    action = write()
    return reverse("sim", args=[action.sim.public_id]) if action.sim else reverse("self_service")
