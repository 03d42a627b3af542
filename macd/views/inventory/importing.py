"""Imports of a customer's inventory: upload, what differs, accept, and how far it is."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.clock import now, today
from accounts.standing import Standing
from macd import policy, queries
from macd.forms.importing import ImportForm
from macd.views.common import new_key, standing_for, write_or_show
from macd.views.situations import uuid_or_none
from macd.views.whose import ask_whose
from services.imports.operations import (
    ACCEPTABLE,
    ImportRefused,
    accept_rows,
    upload_inventory,
)
from services.imports.writing import inventory_csv
from services.models import JobStatus
from services.models.importing import InventoryImport, Outcome

MOST = 50
SHOWN_ROWS = 300
ORDER = (Outcome.WRONG, Outcome.CHANGED, Outcome.NEW, Outcome.MISSING, Outcome.SAME)


def keeper(request: HttpRequest) -> Standing:
    """Who asks, where they keep the inventory. Raises PermissionDenied."""
    standing = standing_for(request)
    if not policy.keeps_inventory(standing):
        raise PermissionDenied
    return standing


def reader(request: HttpRequest) -> Standing:
    """Who asks, where imports are shown to them; only keepers send. Raises PermissionDenied."""
    standing = standing_for(request)
    if request.method == "POST" or not policy.reads_imports(standing):
        return keeper(request)
    return standing


@login_required
@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """All imports with how far each is."""
    standing = reader(request)
    page = {
        "imports": list(queries.with_open_rows(queries.imports_newest())[:MOST]),
        "keeps": policy.keeps_inventory(standing),
        "back_url": reverse("inventory") if policy.reads_work(standing) else "",
    }
    return render(request, "macd/inventory/imports.html", page)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_new(request: HttpRequest) -> HttpResponse:
    """Choose the customer, then the file."""
    standing = keeper(request)
    chosen = request.GET.get("customer", "")
    if not chosen:
        customers = queries.customers_for(standing).filter(closed_on=None)
        return ask_whose(
            request,
            customers.order_by("legal_name", "pk"),
            "macd/inventory/import_whose.html",
        )
    public_id = uuid_or_none(chosen)
    if public_id is None:
        raise Http404
    customer = queries.customers_for(standing).filter(public_id=public_id).first()
    if customer is None:
        raise Http404
    form = (
        ImportForm(request.POST, request.FILES)
        if request.method == "POST"
        else ImportForm(initial={"effective_on": today(), "complete": True})
    )

    def write() -> str:
        values = form.cleaned_data
        batch = upload_inventory(
            customer_id=customer.pk,
            content=values["file"].read(),
            name=values["file"].name,
            effective_on=values["effective_on"],
            complete=values["complete"],
            person_id=standing.person_id,
            at=now(),
        )
        return reverse("import", args=[batch.public_id])

    def show(status: int) -> HttpResponse:
        page = {"customer": customer, "form": form, "idempotency_key": new_key()}
        return render(request, "macd/inventory/import_new.html", page, status=status)

    return write_or_show(request, form, write, show=show)


@login_required
@require_safe
def inventory_export(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What a customer has today, as a file that an import reads."""
    standing = keeper(request)
    customer = queries.customers_for(standing).filter(public_id=public_id).first()
    if customer is None:
        raise Http404
    text = inventory_csv(customer_id=customer.pk, on=today())
    response = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    name = f"inventory-{customer.enterprise_number}-{today().isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def inventory_import(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How far it is; then what differs, row by row, and accepting it."""
    standing = reader(request)
    batch = queries.imports_newest().filter(public_id=public_id).first()
    if batch is None:
        raise Http404
    if request.method != "POST":
        return _page(request, batch)
    every = request.POST.get("every", "")
    chosen: Any = every if every in ACCEPTABLE else _ids(request.POST.getlist("row"))
    try:
        accept_rows(batch=batch, rows=chosen, person_id=standing.person_id, at=now())
    except ImportRefused as refused:
        return _page(request, batch, message=str(refused))
    return redirect(f"{reverse('import', args=[batch.public_id])}?show={_shown(request)}")


def _ids(texts: list[str]) -> list[int]:
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 18]


def _shown(request: HttpRequest) -> str:
    """The outcome whose rows the address asks for; empty where it names none."""
    show = request.GET.get("show", "")
    return show if show in Outcome.values else ""


def _page(request: HttpRequest, batch: InventoryImport, *, message: str = "") -> HttpResponse:
    counts = Counter(batch.rows.order_by().values_list("outcome", flat=True))
    first = next((one for one in ORDER if counts[one]), Outcome.CHANGED)
    show = _shown(request) or first
    rows = queries.rows_of_import(batch, show)
    accepts = show in ACCEPTABLE and policy.keeps_inventory(standing_for(request))
    page = {
        "batch": batch,
        "working": batch.job.status in (JobStatus.WAITING, JobStatus.RUNNING),
        "filters": [
            {
                "label": one.label,
                "count": counts[one],
                "url": f"?show={one.value}",
                "active": one == show,
            }
            for one in ORDER
        ],
        "asked": _shown(request),
        "show": show,
        "show_label": Outcome(show).label,
        "rows": queries.with_offerings(rows[:SHOWN_ROWS], on=batch.effective_on),
        "more": max(counts[show] - SHOWN_ROWS, 0),
        "open": rows.filter(accepted_at=None).count() if accepts else 0,
        "applied": batch.rows.filter(applied_at__isnull=False).count(),
        "failed": batch.rows.exclude(failure="").count(),
        "errors": [{"message": message, "field_id": ""}] if message else [],
    }
    return render(request, "macd/inventory/import.html", page, status=422 if message else 200)
