"""Reports for team leads and the auditor: each as a chart, a table and CSV."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.formats import number_format
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.clock import today
from accounts.days import day_in
from accounts.standing import Standing
from accounts.tenancy import as_person
from macd import policy
from macd.exporting import Row, csv_rows
from macd.queries import reports
from macd.queries.reports import Period
from macd.views.common import standing_for
from macd.views.shown.reports import REPORTS, Table
from services.calendar import add_months

SPANS = (3, 6, 12)
FIGURE = re.compile(r"[0-9.,]+ ?%$|–$")
USUAL = 6


@require_safe
@login_required
def report(request: HttpRequest) -> HttpResponse:
    """Show all reports of a period."""
    standing = reader(request)
    months, period = _period(request)
    context = {
        "tables": [_shown(make(standing, period), months, period) for make in REPORTS.values()],
        "spans": [
            {
                "label": _("%(count)s months") % {"count": span},
                "url": _query(span, _name(period)),
                "active": span == months,
            }
            for span in SPANS
        ],
        "earlier_url": _query(months, _shifted(period, -months)),
        "later_url": "" if period.end_on > today() else _query(months, _shifted(period, months)),
        "first": period.months[0],
        "last": period.months[-1],
        "whole": policy.is_auditor(standing),
    }
    return render(request, "macd/reports.html", context)


@require_safe
@login_required
def report_csv(request: HttpRequest, code: str) -> HttpResponseBase:
    """One report as CSV, streamed in a tenant transaction of its own (decisions.md 21)."""
    standing = reader(request)
    if code not in REPORTS:
        raise Http404
    _months, period = _period(request)
    language, person = translation.get_language(), request.user

    def own() -> Iterator[Row]:
        with as_person(person), translation.override(language):  # type: ignore[arg-type]
            table = REPORTS[code](standing, period)
            yield table.columns
            yield from table.rows

    response = StreamingHttpResponse(csv_rows(own()), content_type="text/csv; charset=utf-8")
    name = f"{code}-{_name(period)}.csv"
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def reader(request: HttpRequest) -> Standing:
    """Who reads reports. Raises PermissionDenied for everybody else."""
    standing = standing_for(request)
    if not policy.reads_reports(standing):
        raise PermissionDenied
    return standing


def _period(request: HttpRequest) -> tuple[int, Period]:
    """The span and months that an address names, else the usual ones up to now."""
    text = request.GET.get("months", "")
    months = int(text) if text in {str(span) for span in SPANS} else USUAL
    on = today()
    try:
        until = day_in(f"{request.GET.get('until', '')}-01")
    except ValueError:
        until = on
    if until > on or until.year < 2000:
        until = on
    return months, reports.last_months(months, until=until)


def _name(period: Period) -> str:
    return f"{period.months[-1]:%Y-%m}"


def _query(months: int, until: str) -> str:
    return "?" + urlencode([("months", str(months)), ("until", until)])


def _shifted(period: Period, months: int) -> str:
    return f"{add_months(period.months[-1], months):%Y-%m}"


def _shown(table: Table, months: int, period: Period) -> dict[str, Any]:
    query = _query(months, _name(period))
    return {
        "table": table,
        "columns": [
            {"label": label, "number": place > 0 and not _is_words(table, place)}
            for place, label in enumerate(table.columns)
        ],
        "rows": [{"cells": [_cell(value) for value in row]} for row in table.rows],
        "csv_url": f"{reverse('report_csv', args=[table.code])}{query}",
        "empty": not any(value for row in table.series for value in row.values),
    }


def _is_words(table: Table, place: int) -> bool:
    cells = [row[place] for row in table.rows]
    return any(isinstance(cell, str) and not FIGURE.match(cell) for cell in cells)


def _cell(value: str | int | Decimal) -> str:
    if isinstance(value, Decimal):
        return str(number_format(value, decimal_pos=1, use_l10n=True, force_grouping=True))
    return str(value)
