"""Starting a request: what is happening, where, with which services; then there is a draft."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.clock import now, today
from accounts.models import Customer
from accounts.standing import Standing
from macd import operations, policy, voice
from macd.forms.start import NEW, NOWHERE, ORIGIN, StartForm, Words
from macd.forms.starting import START_FORMS, start_form_for
from macd.refusals import StepDenied
from macd.views import situations
from macd.views.common import errors_of, new_key, refused, standing_for, write_once
from macd.views.navigation import is_there
from macd.vocabulary import Kind
from offices.naming import next_code
from offices.operations import open_planned_office


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def document_new(request: HttpRequest) -> HttpResponse:
    """What is happening? Then the form of that kind, and the draft it makes."""
    standing = standing_for(request)
    given: Mapping[str, str] = request.POST if request.method == "POST" else request.GET
    customers = situations.customers_to_start_for(standing, str(given.get("customer", "")))
    if not customers:
        return _nobody_to_start_for(standing)
    kind = given.get("kind", "")
    if kind not in START_FORMS:
        return _what_happens(request, customers, given)
    if len(customers) > 1:
        return _which_company(request, customers, given)
    return _with_kind(request, standing, customers[0], start_form_for(kind), given)


def _what_happens(
    request: HttpRequest, customers: list[Customer], given: Mapping[str, str]
) -> HttpResponse:
    """The first question; where it was said for whom, that stands above it, with the way back."""
    standing = standing_for(request)
    page: dict[str, Any] = {"choices": happenings(given)}
    if given.get("customer"):
        page["customer"] = customers[0]
        if standing.is_staff:
            page["back_url"] = f"{reverse('customer_new')}?{urlencode(_kept(given, 'customer'))}"
    if standing.customer_ids and is_there("talk_to_us"):
        page["choices"].append(_leaving())
    return render(request, "macd/start/happening.html", page)


def _kept(given: Mapping[str, Any], *names: str) -> dict[str, str]:
    """What was said on the pages before, to go along in an address."""
    return {name: str(given[name]) for name in names if given.get(name)}


def _nobody_to_start_for(standing: Standing) -> HttpResponse:
    """Staff first say for whom; who may start nothing is told so."""
    if policy.may_start_for_customers(standing) and is_there("customer_new"):
        return redirect("customer_new")
    raise PermissionDenied


@dataclass(frozen=True)
class Happening:
    """One answer to the first question, and what is chosen with it."""

    label: Words
    text: Words
    icon: str
    testid: str
    kind: Kind
    office: str = ""


HAPPENINGS = (
    Happening(
        voice.MOVES,
        gettext_lazy("Its services move along, or stop."),
        "truck",
        "kind-move",
        Kind.MOVE,
    ),
    Happening(
        voice.OPENS,
        gettext_lazy("A new address, with what it needs."),
        "building-2",
        "open-office",
        Kind.ADD,
        NEW,
    ),
    Happening(
        voice.NEEDS_MORE,
        gettext_lazy("Internet, telephony, mobile and more, at an office or for the company."),
        "plus",
        "kind-add",
        Kind.ADD,
    ),
    Happening(
        voice.OTHERWISE,
        gettext_lazy("Another speed, more licences, other settings."),
        "sliders-horizontal",
        "kind-change",
        Kind.CHANGE,
    ),
    Happening(
        voice.STOPS,
        gettext_lazy("The others go on as they are."),
        "circle-stop",
        "kind-delete",
        Kind.DELETE,
    ),
)


def _card(happening: Happening, kept: Mapping[str, str]) -> dict[str, Any]:
    query = {"kind": happening.kind.value, **kept}
    if happening.office:
        query["office"] = happening.office
    return {
        "label": happening.label,
        "text": happening.text,
        "icon_name": happening.icon,
        "testid": happening.testid,
        "url": f"{reverse('document_new')}?{urlencode(query)}",
    }


def happenings(given: Mapping[str, str]) -> list[dict[str, Any]]:
    """The cards of the first question; what was chosen before comes along."""
    kept = _kept(given, "customer", *ORIGIN)
    return [_card(happening, kept) for happening in HAPPENINGS]


def _leaving() -> dict[str, Any]:
    return {
        "label": _("We leave completely"),
        "text": _("Talk to us first, or give notice."),
        "icon_name": "log-out",
        "testid": "leave-completely",
        "url": reverse("talk_to_us"),
    }


def _which_company(
    request: HttpRequest, customers: list[Customer], given: Mapping[str, str]
) -> HttpResponse:
    """Whoever belongs to several companies says for which one."""
    kept = _kept(given, "kind", "office")
    choices = [
        {
            "label": customer.legal_name,
            "icon_name": "building-2",
            "url": f"?{urlencode({**kept, 'customer': str(customer.public_id)})}",
        }
        for customer in customers
    ]
    page = {
        "heading": _("For which company?"),
        "choices": choices,
        "back_url": reverse("document_new"),
    }
    return render(request, "macd/start/choose.html", page)


def _with_kind(
    request: HttpRequest,
    standing: Standing,
    customer: Customer,
    form_class: type[StartForm],
    given: Mapping[str, str],
) -> HttpResponse:
    place = given.get("office", "")
    wanted = request.GET.get("service", "") if request.method != "POST" else ""
    if wanted:
        place = situations.office_of_service(standing, customer, wanted, on=today())
    situation = situations.situation_for(standing, customer, form_class, place, on=today())
    if request.method == "POST":
        form = form_class(situation, request.POST)
        form.hide_origin(request.POST)
        return _start(request, standing, form)
    form = form_class(situation)
    if place and not _is_known(form, place):
        raise Http404
    if not place or (form.needs_services_there and not situation.periods):
        return _which_place(request, form, given)
    _prefill(form, given, wanted)
    return render(request, "macd/start/form.html", _page(form))


def _is_known(form: StartForm, place: str) -> bool:
    return place in dict(form.fields["office"].choices)  # type: ignore[attr-defined]


def _prefill(form: StartForm, given: Mapping[str, str], service_id: str) -> None:
    """The service that it was started from is ticked; what staff said before is filled in."""
    if service_id:
        form.initial["services"] = [service_id]
    if offering := given.get("offering"):
        form.initial["offerings"] = [offering]
    form.hide_origin(given)


def _which_place(request: HttpRequest, form: StartForm, given: Mapping[str, str]) -> HttpResponse:
    """One question first: which office. Where there is one answer only, it is taken."""
    kept = _kept(given, "kind", "customer", *ORIGIN)
    customer = form.situation.customer
    icons = {NEW: "plus", NOWHERE: "smartphone"}
    choices = [
        {
            "label": label,
            "icon_name": icons.get(value, "building-2"),
            "url": f"?{urlencode({**kept, 'office': value})}",
        }
        for value, label in situations.places_of(form)
    ]
    if len(choices) == 1:
        return redirect(f"{reverse('document_new')}{choices[0]['url']}")
    page = {
        "heading": form.place_question,
        "choices": choices,
        "customer": customer,
        "nothing_installed": form.needs_services_there and bool(form.situation.offices),
        "back_url": _question_before(given),
    }
    return render(request, "macd/start/choose.html", page)


def _question_before(given: Mapping[str, Any]) -> str:
    """The first question again, for the same customer and with what staff said before."""
    kept = _kept(given, "customer", *ORIGIN)
    return f"{reverse('document_new')}?{urlencode(kept)}" if kept else reverse("document_new")


def _page(form: StartForm) -> dict[str, Any]:
    customer = form.situation.customer
    place = {"office": form.situation.place} if form.situation.place else {}
    query = {"kind": form.kind.value, "customer": str(customer.public_id), **place}
    return {
        "here": f"{reverse('document_new')}?{urlencode(query)}",
        "form": form,
        "heading": form.heading,
        "lead": form.lead,
        "kind": form.kind,
        "customer": customer,
        "back_url": _question_before({**form.initial, **form.data, "customer": customer.public_id}),
        "idempotency_key": new_key(),
    }


def _start(request: HttpRequest, standing: Standing, form: StartForm) -> HttpResponse:
    """Make the draft once, and go on to its task list."""
    if not form.is_valid():
        return render(request, "macd/start/form.html", _page(form), status=422)
    try:
        again = bool(request.POST.get("again"))
        return write_once(request, lambda: _open(standing, form, again=again))
    except StepDenied as denied:
        form.add_error(None, denied.message)
        page = {**_page(form), "errors": errors_of(denied)}
        return refused(request, denied, "macd/start/form.html", page)


def _open(standing: Standing, form: StartForm, *, again: bool) -> str:
    """Open the new office where there is one, then the draft; returns where the draft is."""
    customer, at = form.situation.customer, now()
    facts = form.facts()
    if address := form.address():
        facts[form.new_office_as] = open_planned_office(
            customer_id=customer.pk,
            code=next_code(customer_id=customer.pk, municipality=address["municipality"]),
            at=at,
            person_id=standing.person_id,
            **address,
        )
    document = operations.open_draft(
        kind=form.kind,
        customer=customer,
        by=standing,
        at=at,
        **{"requester_id": standing.person_id, **form.origin(), **facts},
    )
    if not again:
        operations.refuse_same_again(document=document, at=at)
    if answers := form.answers():
        operations.change_fields(document=document, values=answers, by=standing, at=at)
    return document.get_absolute_url()
