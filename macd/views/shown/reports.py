"""Reports as tables with their charts: what is counted, by what."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.clock import today
from accounts.dates import date_format
from accounts.standing import Standing
from macd.queries import reports
from macd.queries.reports import Period
from macd.views.shown.bars import Series, bars, lying_bars
from macd.vocabulary import Kind, Party
from macd.wording import status_in_words
from services.figures import percentage, plain_number


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
    lying: bool = False

    @property
    def chart(self) -> dict[str, Any]:
        """The geometry of the chart; where its labels are sentences, the bars lie under them."""
        return (lying_bars if self.lying else bars)(self.labels, self.series)


def _month(day: date) -> str:
    return f"{date_format(day, 'SHORT_MONTH_FORMAT')} {day:%y}"


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
    return percentage(round(100 * part / whole)) if whole else "–"


def lead_times(standing: Standing, period: Period) -> Table:
    """Business hours by stage and party."""
    stages = reports.lead_times(standing, period)
    rows: list[list[str | int | Decimal]] = [
        [
            status_in_words(stage.status, staff=True),
            str(Party(stage.party).label) if stage.party in Party.values else "–",
            _hours(stage.mean),
            _hours(stage.middle),
            stage.documents,
        ]
        for stage in stages
    ]
    return Table(
        "lead-times",
        _("Where the time went"),
        _("Business hours of documents closed in the period, by stage and by who had to act.")
        + " "
        + _("At most the %(most)s that were closed last.")
        % {"most": plain_number(Decimal(reports.MOST))},
        [_("Stage"), _("Who had to act"), _("Mean hours"), _("Median hours"), _("Documents")],
        rows,
        [f"{row[0]} · {row[1]}" for row in rows],
        [
            Series(_("Mean hours"), "plain", [_hours(stage.mean) for stage in stages]),
            Series(_("Median hours"), "good", [_hours(stage.middle) for stage in stages]),
        ],
        lying=True,
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
