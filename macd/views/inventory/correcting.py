"""Correcting what was recorded of a service: what it would become first, then the proposal."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.clock import now, today
from macd import policy, queries
from macd.forms.inventory import NOWHERE, SETTING, CorrectionForm
from macd.refusals import StepDenied
from macd.views.common import new_key, standing_for, write_once
from macd.views.inventory.told import outcome_rows
from macd.views.situations import service_or_404
from offices.models import Office
from services.corrections import (
    CorrectionRefused,
    Outcome,
    apply_correction,
    outcome_of,
    propose_correction,
    refuse_correction,
)
from services.inventory import state_on
from services.models import Correction, InventoryEntry, Service, ServicePeriod
from services.restating import DAY_ONLY, restated, verb_of

MOST = 50


CENT = Decimal("0.01")


@dataclass(frozen=True)
class Subject:
    """What is corrected: a service, one of its entries where one is named, as it is recorded."""

    service: Service
    entry: InventoryEntry | None
    period: ServicePeriod | None

    @property
    def day_only(self) -> bool:
        """Whether only the day can have been wrong."""
        return verb_of(self.entry) in DAY_ONLY

    def form(self, data: Any = None) -> CorrectionForm:
        """The form with the values as they are recorded."""
        offices = list(Office.objects.filter(customer=self.service.customer_id))
        return CorrectionForm(
            data,
            version=self.period.offering_version if self.period else None,
            offices=offices,
            day_only=self.day_only,
            initial=self._initial(),
        )

    def _initial(self) -> dict[str, Any]:
        values: dict[str, Any] = {
            "effective_on": self.entry.effective_on if self.entry else today()
        }
        if self.period:
            office = self.period.office
            values |= {
                "quantity": self.period.quantity,
                "recurring_price": _in_cents(self.period.recurring_price),
                "office": str(office.public_id) if office else NOWHERE,
            }
            values |= {
                f"{SETTING}{code}": value for code, value in self.period.configuration.items()
            }
        return values

    def change(self, form: CorrectionForm, *, never: bool) -> dict[str, Any]:
        """What the inventory is told; empty where the entry never happened."""
        if never:
            return {}
        return restated(
            service=self.service,
            entry=self.entry,
            on=form.cleaned_data["effective_on"],
            values=form.values(),
        )


def _subject(request: HttpRequest, service_id: str) -> Subject:
    standing = standing_for(request)
    if not policy.is_operations(standing):
        raise PermissionDenied
    one = service_or_404(standing, service_id)
    text = request.GET.get("entry", "")
    if not text:
        return Subject(one, None, state_on(one, today()) or _last_period(one))
    entry = one.entries.filter(seq=int(text[:9])).first() if text.isdecimal() else None
    if entry is None or not entry.change:
        raise Http404
    period = (
        one.periods.filter(entry=entry)
        .select_related("offering_version__offering", "office")
        .first()
    )
    return Subject(one, entry, period or state_on(one, entry.effective_on) or _last_period(one))


def _in_cents(price: Decimal) -> Decimal:
    """A price as it is read; one that is finer than a cent keeps all its decimals."""
    read = price.quantize(CENT)
    return read if read == price else price


def _last_period(one: Service) -> ServicePeriod | None:
    return (
        one.periods.select_related("offering_version__offering", "office")
        .order_by("-valid")
        .first()
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def service_correct(request: HttpRequest, service_id: str) -> HttpResponse:
    """Ask how it was, show both histories, propose the correction."""
    subject = _subject(request, service_id)
    if request.method != "POST":
        return _answer(request, subject, subject.form())
    form = subject.form(request.POST)
    never = request.POST.get("go") in ("never", "do-never") and subject.entry is not None
    if not form.is_valid():
        return _answer(request, subject, form)
    facts: dict[str, Any] = {
        "service": subject.service,
        "voids": subject.entry,
        "effective_on": _day(subject, form, never=never),
        "change": subject.change(form, never=never),
    }
    try:
        if request.POST.get("go", "").startswith("do"):
            reason = form.cleaned_data["reason"]
            return write_once(request, lambda: _propose(request, facts, reason))
        outcome = outcome_of(**facts) if facts["change"] or never else None
    except (CorrectionRefused, StepDenied) as refused:
        form.add_error(None, str(refused))
        return _answer(request, subject, form)
    if outcome is None:
        form.add_error(None, _("Nothing would change."))
        return _answer(request, subject, form)
    return _answer(request, subject, form, outcome=outcome, never=never)


def _day(subject: Subject, form: CorrectionForm, *, never: bool) -> date:
    if never and subject.entry is not None:
        return subject.entry.effective_on
    day: date = form.cleaned_data["effective_on"]
    return day


def _propose(request: HttpRequest, facts: dict[str, Any], reason: str) -> str:
    standing = standing_for(request)
    correction = propose_correction(**facts, reason=reason, person_id=standing.person_id, at=now())
    if correction.needs_second:
        return reverse("corrections")
    return reverse("service", args=[correction.service.service_id])


def _answer(
    request: HttpRequest,
    subject: Subject,
    form: CorrectionForm,
    *,
    outcome: Outcome | None = None,
    never: bool = False,
) -> HttpResponse:
    page = {
        "service": subject.service,
        "entry": subject.entry,
        "form": form,
        "histories": outcome_rows(outcome) if outcome else None,
        "needs_second": outcome.needs_second if outcome else False,
        "never": never,
        "idempotency_key": new_key(),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "macd/inventory/correct.html", page, status=status)


@login_required
@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """What waits for a second person, and what was decided last; auditors read it."""
    if not policy.reads_work(standing_for(request)):
        raise PermissionDenied
    return _list(request)


def _list(
    request: HttpRequest, *, wrong: Correction | None = None, message: str = ""
) -> HttpResponse:
    standing = standing_for(request)
    waiting = [
        {
            "correction": one,
            "mine": one.proposed_by_id == standing.person_id,
            "histories": _histories(one),
            "problem": message if wrong is not None and one.pk == wrong.pk else "",
        }
        for one in queries.corrections_waiting()[:MOST]
    ]
    page = {
        "waiting": waiting,
        "decides": policy.is_operations(standing),
        "decided": list(queries.corrections_decided()[:MOST]),
        "idempotency_key": new_key(),
        "errors": [{"message": message, "field_id": ""}] if message else [],
    }
    return render(request, "macd/inventory/corrections.html", page, status=422 if message else 200)


def _histories(one: Correction) -> dict[str, Any] | None:
    """Both histories as they are today; nothing where it no longer fits."""
    try:
        outcome = outcome_of(
            service=one.service,
            voids=one.voids,
            effective_on=one.effective_on,
            change=one.change,
        )
    except CorrectionRefused:
        return None
    return outcome_rows(outcome)


@login_required
@require_POST
def correction_decide(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Agree, or refuse with a reason."""
    standing = standing_for(request)
    if not policy.is_operations(standing):
        raise PermissionDenied
    one = Correction.objects.filter(public_id=public_id).first()
    if one is None:
        raise Http404
    reason = request.POST.get("reason", "").replace("\x00", "")[:2000]

    def write() -> str:
        if request.POST.get("do") == "refuse":
            refuse_correction(correction=one, person_id=standing.person_id, reason=reason, at=now())
        else:
            apply_correction(correction=one, person_id=standing.person_id, at=now())
        messages.success(request, _("The correction is decided."))
        return reverse("corrections")

    try:
        return write_once(request, write)
    except (CorrectionRefused, StepDenied) as refused:
        return _list(request, wrong=one, message=str(refused))
