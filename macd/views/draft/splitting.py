"""Letting some services of a move go to another place: a second, linked request."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.clock import now, today
from macd import operations
from macd.forms.splitting import SplitForm
from macd.forms.starting import start_form_for
from macd.models import Document
from macd.views.common import new_key, standing_for, write_or_show
from macd.views.draft.choosing import draft_or_denied
from macd.views.draft.deciding import may_split
from macd.views.situations import situation_for
from macd.vocabulary import Status
from macd.wording import line_title, one_per_service
from offices.naming import next_code
from offices.operations import open_planned_office


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def document_split(request: HttpRequest, number: str) -> HttpResponse:
    """Which services go elsewhere, and where; then both requests are gone on with."""
    document = draft_or_denied(request, number)
    if document.status != Status.DRAFT:
        raise PermissionDenied
    if not may_split(document):
        return redirect(document)
    form = _form(request, document)
    write, show = partial(_split, request, document, form), partial(_page, request, document, form)
    return write_or_show(request, form, write, show=show)


def _form(request: HttpRequest, document: Document) -> SplitForm:
    place = str(document.office.public_id) if document.office else ""
    start = start_form_for(document.kind)
    situation = situation_for(standing_for(request), document.customer, start, place, on=today())
    taken = (document.office_id, document.to_office_id)
    return SplitForm(
        request.POST if request.method == "POST" else None,
        services=[
            (line.service_id, f"{line_title(line)} · {line.service}")
            for line in one_per_service(list(document.lines.all()))
            if line.service_id is not None
        ],
        offices=[each for each in situation.offices if each.pk not in taken],
    )


def _split(request: HttpRequest, document: Document, form: SplitForm) -> str:
    standing, at = standing_for(request), now()
    office = form.office()
    if office is None:
        address = form.address()
        office = open_planned_office(
            customer_id=document.customer_id,
            code=next_code(customer_id=document.customer_id, municipality=address["municipality"]),
            at=at,
            person_id=standing.person_id,
            **address,
        )
    second = operations.split_move(
        document=document,
        service_ids=form.cleaned_data["services"],
        to_office=office,
        by=standing,
        at=at,
    )
    facts = {"second": second.number, "first": document.number}
    text = _("%(second)s moves these services. Complete it as well as %(first)s: each is sent.")
    messages.success(request, text % facts)
    return second.get_absolute_url()


def _page(
    request: HttpRequest,
    document: Document,
    form: SplitForm,
    status: int,
) -> HttpResponse:
    context: dict[str, Any] = {
        "document": document,
        "form": form,
        "idempotency_key": new_key(),
    }
    return render(request, "macd/split.html", context, status=status)
