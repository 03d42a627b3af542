"""Reports for team leads and the auditor: each as a chart, a table and CSV."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.clock import today
from accounts.standing import Standing
from accounts.tenancy import as_person
from macd import policy
from macd.exporting import Row, csv_rows
from macd.queries import reports
from macd.queries.reports import Period
from macd.views.common import standing_for
from macd.views.shown.bars import Series, bars
from macd.vocabulary import Kind, Party, Status
from services.calendar import add_months

SPANS = (3, 6, 12)
USUAL = 6


@dataclass(frozen=True)
class Table:
    """A report: its name, what it counts, columns, rows, and the series of its chart."""

    code: str
    heading: str
    explanation: str
    columns: list[str]
    rows: list[list[str | int | Decimal]]
    labels: list[str]
    series: list[Series]

    @property
    def chart(self) -> dict[str, Any]:
        """The geometry of the chart."""
        return bars(self.labels, self.series)


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
        until = date.fromisoformat(f"{request.GET.get('until', '')}-01")
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
    return any(isinstance(row[place], str) for row in table.rows)


def _cell(value: str | int | Decimal) -> str:
    if isinstance(value, Decimal):
        return str(number_format(value, decimal_pos=1, use_l10n=True, force_grouping=True))
    return str(value)


def _month(day: date) -> str:
    return date_format(day, "M y")


def _numbers(values: list[int]) -> list[Decimal]:
    return [Decimal(value) for value in values]


def volumes(standing: Standing, period: Period) -> Table:
    """Requests sent a month, by kind."""
    found = reports.volumes(standing, period)
    tones = ("good", "plain", "warn", "risk")
    kinds = (Kind.ADD, Kind.CHANGE, Kind.MOVE, Kind.DELETE)
    return Table(
        "volumes",
        _("Requests sent"),
        _("By the month in which they were sent, and by kind."),
        [_("Month"), *(str(kind.label) for kind in kinds), _("Together")],
        [
            [_month(day), *(counts[kind] for kind in kinds), sum(counts.values())]
            for day, counts in found.items()
        ],
        [_month(day) for day in found],
        [
            Series(kind.label, tone, _numbers([counts[kind] for counts in found.values()]))
            for kind, tone in zip(kinds, tones, strict=True)
        ],
    )


def promises(standing: Standing, period: Period) -> Table:
    """Items delivered on the promised day, or later."""
    found = reports.promises_kept(standing, period)
    return Table(
        "promises",
        _("Promises kept"),
        _("Items by the month of their delivery, against the day promised at signature."),
        [_("Month"), _("On the day or before"), _("Later"), _("Kept, percent")],
        [
            [_month(day), kept, late, _percent(kept, kept + late)]
            for day, (kept, late) in found.items()
        ],
        [_month(day) for day in found],
        [
            Series(_("On the day or before"), "good", _numbers([k for k, _l in found.values()])),
            Series(_("Later"), "risk", _numbers([late for _k, late in found.values()])),
        ],
    )


def _percent(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)} %" if whole else "–"


def lead_times(standing: Standing, period: Period) -> Table:
    """Business hours by stage and party."""
    stages = reports.lead_times(standing, period)
    names = [str(Status(stage.status).label) for stage in stages]
    return Table(
        "lead-times",
        _("Where the time went"),
        _("Business hours of documents closed in the period, by stage and by who had to act.")
        + " "
        + _("At most the %(most)s that were closed last.") % {"most": reports.MOST},
        [_("Stage"), _("Who had to act"), _("Mean hours"), _("Median hours"), _("Documents")],
        [
            [
                name,
                str(Party(stage.party).label) if stage.party in Party.values else "–",
                _hours(stage.mean),
                _hours(stage.middle),
                stage.documents,
            ]
            for name, stage in zip(names, stages, strict=True)
        ],
        [str(place + 1) for place in range(len(stages))],
        [
            Series(_("Mean hours"), "plain", [_hours(stage.mean) for stage in stages]),
            Series(_("Median hours"), "good", [_hours(stage.middle) for stage in stages]),
        ],
    )


def _hours(value: float) -> Decimal:
    return Decimal(str(round(value, 1)))


def ageing(standing: Standing, period: Period) -> Table:
    """Open requests by age, today."""
    found = reports.ageing(standing, on=today())
    names, before = [], 0
    for most, _all, _late in found:
        if most is None:
            names.append(_("More than %(days)s days") % {"days": before})
        else:
            names.append(_("Up to %(days)s days") % {"days": most})
            before = most
    return Table(
        "ageing",
        _("Open requests by age"),
        _("As it is today: days since the request was sent, whatever the period above."),
        [_("Age"), _("Open"), _("Past the promised day")],
        [[name, count, late] for name, (_m, count, late) in zip(names, found, strict=True)],
        names,
        [
            Series(_("Open"), "plain", _numbers([count for _m, count, _l in found])),
            Series(_("Past the promised day"), "risk", _numbers([late for _m, _c, late in found])),
        ],
    )


def workload(standing: Standing, period: Period) -> Table:
    """What each account manager has on their desk."""
    found = reports.workload(standing, period, on=today())
    names = [row["name"] or "–" for row in found]
    return Table(
        "workload",
        _("Workload"),
        _("Open requests today per account manager, and what was closed in the period."),
        [
            _("Account manager"),
            _("Open"),
            _("Waiting for them"),
            _("Past the promised day"),
            _("Closed"),
        ],
        [
            [name, row["open"], row["waiting"], row["late"], row["closed"]]
            for name, row in zip(names, found, strict=True)
        ],
        names,
        [
            Series(_("Open"), "plain", _numbers([row["open"] for row in found])),
            Series(_("Waiting for them"), "warn", _numbers([row["waiting"] for row in found])),
            Series(_("Past the promised day"), "risk", _numbers([row["late"] for row in found])),
            Series(_("Closed"), "good", _numbers([row["closed"] for row in found])),
        ],
    )


REPORTS: dict[str, Callable[[Standing, Period], Table]] = {
    "volumes": volumes,
    "promises": promises,
    "lead-times": lead_times,
    "ageing": ageing,
    "workload": workload,
}
