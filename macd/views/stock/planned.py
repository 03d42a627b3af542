"""What is planned for a service, beside what it is: open requests, and days recorded ahead."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from accounts.standing import Standing
from macd import queries
from macd.models import Line
from macd.templatetags.macd_format import money
from macd.views.stock.installed import number_of
from macd.wording import Row, rows_of
from services.configuration import characteristics_of
from services.models import Claim, Service, ServicePeriod

MOST_AHEAD = 5


def planned_of(
    standing: Standing, one: Service, claims: Sequence[Claim], *, on: date
) -> list[dict[str, Any]]:
    """Each planned change with its difference; of a request that one may not see, only its kind.

    What was delivered by then and only waits to be accepted says since when, as ``delivered_on``.
    """
    lines = _lines(standing, [number_of(claim) for claim in claims])
    claimed = [_claimed(claim, lines.get(claim.holder), on=on) for claim in claims]
    return [*claimed, *_ahead(one, on=on)]


def _lines(standing: Standing, numbers: list[str]) -> dict[str, Line]:
    """The lines that hold the service, by holder; ``seen`` where one may see their document."""
    seen = queries.documents_for(standing).filter(pk=OuterRef("document"))
    found = queries.lines_with_all().select_related("document")
    found = found.filter(document__number__in=numbers).annotate(seen=Exists(seen))
    return {f"{line.document.number}/{line.number}": line for line in found}


def _claimed(claim: Claim, line: Line | None, *, on: date) -> dict[str, Any]:
    delivered = line.delivered_on if line else None
    there = delivered is not None and delivered <= on
    line = line if line and line.seen else None  # type: ignore[attr-defined]
    return {
        "delivered_on": delivered if there else None,
        "number": number_of(claim),
        "url": line.document.get_absolute_url() if line else "",
        "label": claim.get_action_display(),
        "on": (line.committed_on if line else None) or claim.effective_on,
        "rows": rows_of(line) if line else [],
    }


def _ahead(one: Service, *, on: date) -> list[dict[str, Any]]:
    """What is recorded to begin later, against what comes before it."""
    periods = list(
        one.periods.filter(valid__endswith__gt=on).select_related("offering_version", "office")
        | one.periods.filter(valid__upper_inf=True).select_related("offering_version", "office")
    )
    periods.sort(key=lambda period: period.since_on)
    later = []
    for before, period in zip([None, *periods], periods, strict=False):
        if period.since_on > on:
            later.append(
                {
                    "delivered_on": None,
                    "number": "",
                    "url": "",
                    "label": _("Recorded ahead"),
                    "on": period.since_on,
                    "rows": _differences(before, period),
                }
            )
    return later[:MOST_AHEAD]


def _differences(before: ServicePeriod | None, after: ServicePeriod) -> list[Row]:
    """What a later period changes of the one before, as rows of components/diff.html."""
    known = characteristics_of(after.offering_version)
    old = _values(before) if before else {}
    new = _values(after)
    labels = {code: one.name for code, one in known.items()}
    shows = {code: one.show for code, one in known.items()}
    return [
        Row(
            labels.get(code, code),
            shows[code](old.get(code)) if code in shows else str(old.get(code, "")),
            shows[code](new.get(code)) if code in shows else str(new.get(code, "")),
        )
        for code in dict.fromkeys([*old, *new])
        if old.get(code) != new.get(code)
    ]


def _values(period: ServicePeriod) -> dict[str, Any]:
    return {
        _("Service"): period.offering_version.name,
        _("Office"): period.office.name if period.office else "",
        _("Quantity"): period.quantity,
        _("Price per month"): money(period.monthly_amount),
        _("Status"): period.get_status_display(),
        **period.configuration,
    }
