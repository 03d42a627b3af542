"""Who looks after whose customers: deputies for a period, and portfolios that change hands."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.clock import now, today
from accounts.deputies import DeputyRefused, deputies_of, deputised_by, end_deputy, name_deputy
from accounts.models import Person
from accounts.standing import Standing
from macd import operations, policy, queries
from macd.forms.desk import DeputyForm, HandOverForm
from macd.kinds import Problem
from macd.refusals import Stale, Unsound
from macd.views.common import standing_for, write_or_show, write_or_tell

FORM = ["GET", "HEAD", "POST"]
MOST_CUSTOMERS = 500


@require_http_methods(FORM)
@login_required
def deputies(request: HttpRequest) -> HttpResponse:
    """Name who looks after one's customers; a lead does it for the team."""
    standing = standing_for(request)
    if not policy.is_account_manager(standing):
        raise PermissionDenied
    owners = queries.names_of(_owners(standing))
    # Who names somebody for their own customers only is not offered themselves.
    own = {pk for pk, _name in owners} if len(owners) == 1 else set()
    colleagues = queries.names_of(policy.account_managers() - own)
    data = request.POST if request.method == "POST" and "end" not in request.POST else None
    form = DeputyForm(data, owners=owners, deputies=colleagues, on=today())
    if "end" in request.POST:
        return _end(request, standing)
    context = {
        "form": form,
        "given": list(deputies_of(_owners(standing), on=today())),
        "taken": list(deputised_by(standing.person_id, on=today())),
        "may_hand_over": policy.may_hand_over(standing),
    }

    def show(status: int) -> HttpResponse:
        return render(request, "macd/desk/deputies.html", context, status=status)

    return write_or_show(request, form, partial(_name, request, form, owners), show=show)


def _owners(standing: Standing) -> frozenset[int]:
    """For whom a person names deputies: oneself, and the team that one leads."""
    people = policy.managed_by(standing) - policy.deputised(standing)
    return people & frozenset(policy.account_managers())


def _name(request: HttpRequest, form: DeputyForm, owners: list[tuple[int, str]]) -> str:
    """Name the deputy, say so and go back. Raises Unsound."""
    given, by = form.cleaned_data, standing_for(request).person_id
    only = owners[0][0] if owners else by
    try:
        made = name_deputy(
            owner_id=given.get("owner", only),
            deputy=Person.objects.filter(pk=given["deputy"]).first(),
            first=given["first"],
            last=given["last"],
            by=by,
            at=now(),
        )
    except DeputyRefused as refusal:
        problem = Problem(refusal.field, str(refusal))
        raise Unsound(str(refusal), problems=[problem]) from refusal
    message = _("%(name)s looks after these customers in this period. Tell them.")
    messages.success(request, message % {"name": made.deputy.name})
    return reverse("deputies")


def _end(request: HttpRequest, standing: Standing) -> HttpResponse:
    def write() -> str:
        # Looked up here: who sends twice finds it ended, and what was said the first time.
        wanted = request.POST["end"]
        fits = wanted.isascii() and wanted.isdecimal() and len(wanted) < 16
        rows = deputies_of(_owners(standing), on=today())
        found = rows.filter(pk=int(wanted)).first() if fits else None
        if found is None:
            raise Stale(_("This has ended already."))
        end_deputy(deputyship=found, by=standing.person_id, at=now())
        messages.success(request, _("Ended. What was decided stays decided."))
        return reverse("deputies")

    return write_or_tell(request, write, back="deputies")


@require_http_methods(FORM)
@login_required
def hand_over(request: HttpRequest) -> HttpResponse:
    """Give customers to another account manager: chosen, previewed, done."""
    standing = standing_for(request)
    if not policy.may_hand_over(standing):
        raise PermissionDenied
    rows = list(queries.customers_and_open(standing)[:MOST_CUSTOMERS])
    people = queries.names_of(policy.managed_by(standing) & policy.account_managers())
    form = HandOverForm(
        request.POST or None,
        customers=[(str(row.pk), row.legal_name) for row in rows],
        people=people,
    )
    context: dict[str, Any] = {"form": form, "rows": rows, "back_url": reverse("inbox")}

    def show(status: int) -> HttpResponse:
        return render(request, "macd/desk/hand_over.html", context, status=status)

    given = form.cleaned_data if form.is_valid() else {}
    if given and "run" not in request.POST:
        chosen = [row for row in rows if str(row.pk) in given["customers"]]
        moving = [row for row in chosen if row.account_manager_id != given["to"]]
        to = dict(people)[given["to"]]
        preview = {"moving": moving, "staying": len(chosen) - len(moving), "to": to, "given": given}
        return render(request, "macd/desk/hand_over_preview.html", {**context, **preview})
    return write_or_show(request, form, partial(_give, request, given), show=show)


def _give(request: HttpRequest, given: dict[str, Any]) -> str:
    """Hand the customers over, say how many that were and go back. Raises StepDenied."""
    customers, documents = operations.hand_over(
        customers=[int(pk) for pk in given["customers"]],
        to=given["to"],
        by=standing_for(request),
        at=now(),
        reason=given["reason"],
    )
    message = ngettext(
        "%(count)s customer has another account manager, with %(documents)s open requests.",
        "%(count)s customers have another account manager, with %(documents)s open requests.",
        customers,
    )
    messages.success(request, message % {"count": customers, "documents": documents})
    return reverse("inbox")
