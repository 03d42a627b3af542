"""Periods of a service in words: what it was, from when until when."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from macd.labels import labelled
from offices.models import Office
from services.configuration import characteristics_of
from services.corrections import Outcome
from services.fold import Period
from services.models import OfferingVersion
from services.models.inventory import ServiceStatus


def outcome_rows(outcome: Outcome) -> dict[str, list[dict[str, Any]]]:
    """Both histories, row by row; a row that the other one lacks is marked."""
    versions = _versions((*outcome.before, *outcome.after))
    places = _places((*outcome.before, *outcome.after))

    def rows(periods: Sequence[Period], others: Sequence[Period]) -> list[dict[str, Any]]:
        known = {(one.starts_on, one.ends_on, str(one.state)) for one in others}
        return [
            {
                "from": period.starts_on,
                "to": period.ends_on - timedelta(days=1) if period.ends_on else None,
                "what": _what(period, versions, places),
                "amount": period.state.recurring_price * period.state.quantity,
                "differs": (period.starts_on, period.ends_on, str(period.state)) not in known,
            }
            for period in periods
        ]

    return {
        "before": rows(outcome.before, outcome.after),
        "after": rows(outcome.after, outcome.before),
    }


def _what(
    period: Period, versions: dict[int, OfferingVersion], places: dict[int | None, Any]
) -> str:
    """Offering, how many, where, its settings and whether it is suspended, in one breath."""
    state = period.state
    version = versions[state.offering_version_id]
    known = characteristics_of(version)
    parts = [version.name if state.quantity == 1 else f"{state.quantity} × {version.name}"]
    if state.office_id in places:
        parts.append(places[state.office_id].name)
    parts += [
        labelled(known[code].name, known[code].show(value))
        if code in known
        else labelled(code, value)
        for code, value in sorted(state.configuration.items())
    ]
    if state.status == ServiceStatus.SUSPENDED:
        parts.append(_("suspended"))
    return " · ".join(parts)


def _versions(periods: Sequence[Period]) -> dict[int, OfferingVersion]:
    wanted = {period.state.offering_version_id for period in periods}
    return OfferingVersion.objects.in_bulk(list(wanted))


def _places(periods: Sequence[Period]) -> dict[int | None, Any]:
    wanted = {period.state.office_id for period in periods if period.state.office_id}
    return dict(Office.objects.in_bulk(list(wanted)))
