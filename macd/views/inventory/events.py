"""Recording what happened at the provider: suspended, resumed, device replaced, ported out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.clock import now, today
from macd import policy
from macd.forms.inventory import DeviceForm, EventForm, PortedForm, SuspensionForm, initial_day
from macd.operations import PortOut, report_port_out
from macd.views.common import new_key, standing_for, write_once
from macd.views.situations import service_or_404
from services.configuration import characteristics_of
from services.events import (
    SERIAL,
    SUSPENSIONS,
    EventRefused,
    resume_service,
    suspend_service,
    swap_device,
)
from services.inventory import state_on
from services.models import Service
from services.numbers import numbers_of
from services.suspending import causes_on


@dataclass(frozen=True)
class Event:
    """One kind of event: its words, its form, and what it calls."""

    label: Any
    text: Any
    icon: str
    form: type[EventForm]
    record: Callable[[Service, dict[str, Any], dict[str, Any]], Any]


EVENTS: dict[str, Event] = {
    "suspend": Event(
        gettext_lazy("Suspend the service"),
        gettext_lazy("Unpaid invoices, asked by the customer, or fraud."),
        "circle-pause",
        SuspensionForm,
        lambda service, values, facts: suspend_service(
            service=service, cause=values["cause"], **facts
        ),
    ),
    "resume": Event(
        gettext_lazy("Lift a suspension"),
        gettext_lazy("The service works again once no other cause is left."),
        "circle-play",
        SuspensionForm,
        lambda service, values, facts: resume_service(
            service=service, cause=values["cause"], **facts
        ),
    ),
    "device": Event(
        gettext_lazy("A device was replaced"),
        gettext_lazy("The new serial number counts from that day."),
        "refresh-cw",
        DeviceForm,
        lambda service, values, facts: swap_device(
            service=service, serial=values["serial"].strip(), **facts
        ),
    ),
}
# What another operator tells of a number; the second has it already.
PORTS_OUT = {
    "port_notice": Event(
        gettext_lazy("Another operator asks for a number"),
        gettext_lazy("It leaves on a day. Without numbers, a stop of the service is proposed."),
        "phone-outgoing",
        PortedForm,
        lambda service, values, facts: None,
    ),
    "ported": Event(
        gettext_lazy("A number was ported out"),
        gettext_lazy(
            "Another operator has it. Without numbers, a stop of the service is proposed."
        ),
        "phone-outgoing",
        PortedForm,
        lambda service, values, facts: None,
    ),
}
ALL = {**EVENTS, **PORTS_OUT}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def service_event(request: HttpRequest, service_id: str) -> HttpResponse:
    """Say what happened, then when and why."""
    standing = standing_for(request)
    if not policy.is_operations(standing):
        raise PermissionDenied
    one = service_or_404(standing, service_id)
    possible = events_for(one)
    what = request.GET.get("what", "")
    if what not in possible:
        if what:
            raise Http404
        return _which(request, one, possible)
    event = ALL[what]
    form = _form(event, one, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _answer(request, one, event, form)
    facts = {
        "on": form.cleaned_data["on"],
        "note": form.cleaned_data["note"],
        "person_id": standing.person_id,
        "at": now(),
    }

    def write() -> str:
        if what in PORTS_OUT:
            _report(request, one, what, form.cleaned_data)
        else:
            event.record(one, form.cleaned_data, facts)
        return reverse("service", args=[one.service_id])

    try:
        return write_once(request, write)
    except EventRefused as refused:
        form.add_error(None, str(refused))
        return _answer(request, one, event, form)


def _report(request: HttpRequest, one: Service, what: str, values: dict[str, Any]) -> None:
    """Record what another operator told, and say which request proposes the stop."""
    told = PortOut(
        operator=values["operator"],
        on=values["on"],
        done=what == "ported",
        note=values["note"],
    )
    number = numbers_of(one).get(e164=values["number"])
    proposed = report_port_out(number=number, told=told, by=standing_for(request), at=now())
    if proposed is None:
        text = _("It is recorded, and the service goes on. The account manager is told.")
    else:
        text = _("%(number)s stops this service. The customer and the account manager are told.")
        text %= {"number": proposed.number}
    messages.success(request, text)


def events_for(one: Service) -> list[str]:
    """What can have happened to a service as it is today."""
    period = state_on(one, today())
    if period is None:
        return []
    found = ["suspend"]
    if causes_on(one) & set(SUSPENSIONS):
        found.append("resume")
    if SERIAL in characteristics_of(period.offering_version):
        found.append("device")
    if numbers_of(one).exists():
        found += PORTS_OUT
    return found


def _form(event: Event, one: Service, data: Any) -> EventForm:
    form = event.form(data, initial=initial_day(today()))
    return form.offer(list(numbers_of(one))) if isinstance(form, PortedForm) else form


def _which(request: HttpRequest, one: Service, possible: list[str]) -> HttpResponse:
    choices = [
        {
            "label": ALL[what].label,
            "text": ALL[what].text,
            "icon_name": ALL[what].icon,
            "url": f"?what={what}",
            "testid": f"event-{what}",
        }
        for what in possible
    ]
    page = {"service": one, "heading": _("What happened?"), "choices": choices}
    return render(request, "macd/inventory/events.html", page)


def _answer(request: HttpRequest, one: Service, event: Event, form: EventForm) -> HttpResponse:
    page = {
        "service": one,
        "heading": event.label,
        "lead": event.text,
        "form": form,
        "idempotency_key": new_key(),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "macd/inventory/event.html", page, status=status)
