"""Changing what was signed: which items, then a draft like any other."""

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.clock import now, today
from accounts.dates import date_format
from macd import operations, policy
from macd.amendments import open_amendment_of
from macd.content import ordered_lines
from macd.forms.amending import AmendForCustomerForm, AmendForm
from macd.models import Document
from macd.operations.claims.replacing import why_unchangeable
from macd.views.common import document_or_404, new_key, standing_for, write_or_show
from macd.vocabulary import Action
from macd.wording import line_title, one_per_service


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def document_amend(request: HttpRequest, number: str) -> HttpResponse:
    """Choose the items of a signed document that are to change, and start their amendment."""
    document = document_or_404(request, number)
    if not policy.may_amend(standing_for(request), document):
        raise PermissionDenied
    form = _form(request, document)
    write, show = partial(_open, request, document, form), partial(_page, request, document, form)
    return write_or_show(request, form, write, show=show)


def _form(request: HttpRequest, document: Document) -> AmendForm:
    as_staff = policy.is_provider(standing_for(request), document)
    form_class = AmendForCustomerForm if as_staff else AmendForm
    asked = request.GET.get("line", "")
    return form_class(
        request.POST if request.method == "POST" else None,
        choices=[(each["number"], _choice(each)) for each in changeable(document)],
        cancel_url=document.get_absolute_url(),
        on=today(),
        initial={"lines": [asked] if asked.isdecimal() else [], "received_on": today()},
    )


def _choice(row: dict[str, Any]) -> str:
    """An item, and until when it can be changed."""
    if row["until"] is None:
        return str(row["title"])
    facts = {"item": row["title"], "day": date_format(row["until"], "DATE_FORMAT")}
    return _("%(item)s (until %(day)s)") % facts


def _open(request: HttpRequest, document: Document, form: AmendForm) -> str:
    amendment = operations.open_amendment(
        document=document,
        numbers=form.cleaned_data["lines"],
        by=standing_for(request),
        at=now(),
        **form.facts(),
    )
    return amendment.get_absolute_url()


def changeable(document: Document) -> list[dict[str, Any]]:
    """The items that can still be changed, one for each service."""
    return [row for row in _rows(document) if not row["why"]]


def _rows(document: Document) -> list[dict[str, Any]]:
    at = now()
    return [
        {
            "number": line.number,
            "title": f"{line.number}. {line_title(line)}",
            "until": line.no_return_on,
            "why": why_unchangeable(line, at=at),
        }
        for line in one_per_service(ordered_lines(document))
        if line.action != Action.NO_CHANGE
    ]


def _page(
    request: HttpRequest,
    document: Document,
    form: AmendForm,
    status: int,
) -> HttpResponse:
    rows = _rows(document)
    context = {
        "document": document,
        "form": form,
        "choices": [row for row in rows if not row["why"]],
        "fixed": [row for row in rows if row["why"]],
        "open": open_amendment_of(document),
        "idempotency_key": new_key(),
    }
    return render(request, "macd/amend.html", context, status=status)
