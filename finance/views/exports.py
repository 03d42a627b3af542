"""The desk's list and the month's items as CSV and XLSX; their totals are those of the page."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.clock import day_of, today
from accounts.standing import Standing
from accounts.tenancy import as_person
from finance import desk, report
from finance.desk import Filters
from finance.exporting import sheet
from finance.views.report import WHATS, reader
from macd.exporting import Row, csv_rows
from macd.models import Line
from macd.wording import line_title
from services.models import CancellationCase

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHUNK = 500


@require_safe
@login_required
def desk_export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The cases that the filters find, the total last."""
    standing, filters = reader(request), Filters.of(request.GET.dict())
    return _sent(request, form, f"leaving-{filters.queue}", lambda: case_rows(standing, filters))


@require_safe
@login_required
def month_export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The items of a month, or of one of its figures, the total last."""
    reader(request)
    first_on = report.month_of(request.GET.get("month", ""), today=today())
    what = request.GET.get("what", "")
    items = report.items_of(first_on, what)
    return _sent(request, form, f"month-{first_on:%Y-%m}", lambda: item_rows(items))


def _sent(
    request: HttpRequest, form: str, name: str, rows: Callable[[], Iterable[Row]]
) -> HttpResponseBase:
    """Stream the rows in a tenant transaction of their own (decisions.md 21)."""
    if form not in ("csv", "xlsx"):
        raise Http404
    language, person = translation.get_language(), request.user

    def own() -> Iterator[Row]:
        with as_person(person), translation.override(language):  # type: ignore[arg-type]
            yield from rows()

    if form == "csv":
        response: HttpResponseBase = StreamingHttpResponse(
            csv_rows(own()), content_type="text/csv; charset=utf-8"
        )
    else:
        response = FileResponse(sheet(own(), name=name), content_type=SHEET)
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.{form}")
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def case_rows(standing: Standing, filters: Filters) -> Iterator[Row]:
    """The desk's rows with their head and total."""
    yield [
        _("Company"),
        _("Enterprise number"),
        _("Status"),
        _("Received on"),
        _("Last day to act"),
        _("A month"),
        _("Account manager"),
    ]
    total = Decimal(0)
    cases: QuerySet[CancellationCase] = desk.found(standing, filters, on=today())
    for case in cases.iterator(chunk_size=CHUNK):
        total += case.monthly
        yield [
            case.customer.legal_name,
            case.customer.enterprise_number,
            str(case.get_status_display()),
            day_of(case.received_at),
            case.act_on,
            case.monthly,
            case.customer.account_manager.name,
        ]
    yield [_("Total"), None, None, None, None, total, None]


def item_rows(items: QuerySet[Line]) -> Iterator[Row]:
    """A month's items with their head and total."""
    yield [
        _("Document"),
        _("Item"),
        _("What"),
        _("Company"),
        _("Service"),
        _("Signed on"),
        _("Before"),
        _("After"),
        _("A month"),
    ]
    total = Decimal(0)
    for line in report.told(items).iterator(chunk_size=CHUNK):
        worth: Any = line.worth  # type: ignore[attr-defined]
        total += worth
        signed_at = line.document.signed_at
        yield [
            line.document.number,
            line.number,
            str(WHATS[line.what]),  # type: ignore[attr-defined]
            line.document.customer.legal_name,
            line_title(line),
            day_of(signed_at) if signed_at else None,
            line.price_before,
            line.price_after,
            worth,
        ]
    yield [_("Total"), None, None, None, None, None, None, None, total]
