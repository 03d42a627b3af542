"""SIMs of a company: one page each, ordering, and what may be done to it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

import segno
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.clock import now
from accounts.standing import Standing
from macd import operations, policy, queries
from macd.forms.selfservice import (
    ActivateForm,
    ActivateProfileForm,
    BlockForm,
    CancelForm,
    CodeForm,
    EndForm,
    HelpForm,
    ReplaceForm,
    SettingsForm,
    UnblockForm,
)
from macd.views.common import standing_for
from macd.views.selfservice.doing import asked, carry, rehearse
from macd.views.selfservice.shown import (
    STEPS,
    action_rows,
    facts_of,
    never_came,
    periods_of,
    status_of,
    users_named,
    way_of,
)
from macd.views.selfservice.users import company_and_offer, confirm, homes_of, summary
from macd.wording import labelled
from services.models import SelfServiceAction, SelfServiceTask, Sim, SimStatus
from services.selfservice import (
    SelfServiceRefused,
    activate_sim,
    block_sim,
    cancel_order,
    end_sim,
    order_sim,
    replace_sim,
    show_code,
    unblock_sim,
)

Act = Callable[[Sim, HelpForm, int, datetime], SelfServiceAction]


@dataclass(frozen=True)
class Way:
    """One thing that can be done to a SIM: its words, its form, what it calls."""

    label: Any
    lead: Any
    icon: str
    form: type[HelpForm]
    act: Act | None = None


WAYS: dict[str, Way] = {
    "activate": Way(
        gettext_lazy("Activate"),
        gettext_lazy("From then on the SIM works, and is billed."),
        "circle-check",
        ActivateForm,
        lambda sim, form, person, at: activate_sim(
            sim=sim, iccid=form.cleaned_data.get("iccid", ""), person_id=person, at=at
        ),
    ),
    "block": Way(
        gettext_lazy("Block"),
        gettext_lazy("At once: no calls, no data. The subscription goes on and is billed."),
        "lock",
        BlockForm,
        lambda sim, form, person, at: block_sim(
            sim=sim, reason=form.cleaned_data["reason"], person_id=person, at=at
        ),
    ),
    "unblock": Way(
        gettext_lazy("Unblock"),
        gettext_lazy("The SIM works again at once."),
        "rotate-ccw",
        UnblockForm,
        lambda sim, form, person, at: unblock_sim(sim=sim, person_id=person, at=at),
    ),
    "replace": Way(
        gettext_lazy("Replace"),
        gettext_lazy("Number and plan stay. The old SIM works until the new one is activated."),
        "refresh-cw",
        ReplaceForm,
        lambda sim, form, person, at: replace_sim(
            sim=sim,
            esim=form.cleaned_data["esim"],
            send_to=form.cleaned_data["send_to"],
            person_id=person,
            at=at,
        ),
    ),
    "end": Way(
        gettext_lazy("Stop using it"),
        gettext_lazy("The user stays in the list as no longer used; the subscription stops today."),
        "circle-stop",
        EndForm,
        lambda sim, form, person, at: end_sim(sim=sim, person_id=person, at=at),
    ),
    "cancel": Way(
        gettext_lazy("Cancel the order"),
        gettext_lazy("No SIM is sent any more, and nothing is billed."),
        "circle-stop",
        CancelForm,
        lambda sim, form, person, at: cancel_order(sim=sim, person_id=person, at=at),
    ),
    "code": Way(
        gettext_lazy("Show the QR code"),
        gettext_lazy("It can be shown once only. Have the telephone at hand that will use it."),
        "qr-code",
        CodeForm,
    ),
}


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
    actions = queries.actions_for(standing).filter(service=one.service)
    page = {
        "sim": one,
        "name": name,
        "status_label": status_of(one),
        "never_came": never_came(one),
        "milestones": way_of(one, _moments(one)),
        "facts": facts_of(one, name, periods.get(one.service_id)),
        "ways": [_way(one, step) for step in _steps(one)],
        "actions": action_rows(actions[:20]),
        "others": queries.sims_of(standing).filter(service=one.service).exclude(pk=one.pk),
    }
    return render(request, "macd/selfservice/sim.html", page)


def _steps(one: Sim) -> list[str]:
    steps = [step for step in STEPS[one.status] if step != "cancel" or one.replaces_id is None]
    return ["code", *steps] if one.activation_code else steps


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

    return carry(request, form, page, write)


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
    if request.method != "POST":
        return asked(request, SettingsForm(version, **asks), page)
    form = SettingsForm(version, request.POST, **asks)
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
                rows.append({"label": _("Sent to"), "value": form.cleaned_data["send_to"]})
            submit = {"submit": heading, "testid": "sim-order"}
            return confirm(request, rehearse(write), rows, **page, **submit)
    except SelfServiceRefused as refused:
        form.note_problems(refused.problems, str(refused))
        return asked(request, form, page, status=422)
    return carry(request, form, page, lambda: _ordered(write))


def _ordered(write: Callable[[], SelfServiceAction]) -> str:
    action = write()
    return reverse("sim", args=[action.sim.public_id]) if action.sim else reverse("self_service")
