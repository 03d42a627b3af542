"""Where what is installed is no longer as it was when a request was frozen (rule 7)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from macd.models import Document, Line
from macd.wording import Row
from services.configuration import characteristics_of
from services.inventory import services_on
from services.models import ServicePeriod


@dataclass(frozen=True, slots=True)
class Drift:
    """One line whose service changed: then → now."""

    line: Line
    rows: list[Row]


def drift_in(document: Document, *, on: date) -> list[Drift]:
    """The lines of a document whose service is not as it was frozen, with what differs."""
    lines = [line for line in document.lines.all() if line.service_id]
    if not lines:
        return []
    wanted = {line.service_id for line in lines}
    periods = services_on(customer_id=document.customer_id, on=on).filter(service__in=wanted)
    installed = {period.service_id: period for period in periods}
    found = (Drift(line, _rows(line, installed.get(line.service_id or 0))) for line in lines)
    return [each for each in found if each.rows]


def _rows(line: Line, period: ServicePeriod | None) -> list[Row]:
    if period is None:
        return [Row(_("Service"), str(line.service), _("is not installed any more"))]
    before, after = line.current_offering_version, period.offering_version
    rows = []
    if before is not None and before.pk != after.pk:
        rows.append(Row(_("Service"), before.name, after.name))
    if line.quantity_before != period.quantity:
        rows.append(Row(_("Quantity"), str(line.quantity_before), str(period.quantity)))
    if line.place_from_id is not None and line.place_from_id != period.office_id:
        rows.append(Row(_("Office"), str(line.place_from), str(period.office or "")))
    known = characteristics_of(after)
    for code in dict.fromkeys([*line.current, *period.configuration]):
        was, now = line.current.get(code), period.configuration.get(code)
        if was != now:
            name = known[code].name if code in known else code
            shown = [_shown(known, code, value) for value in (was, now)]
            rows.append(Row(name, *shown))
    return rows


def _shown(known: dict, code: str, value: object) -> str:  # type: ignore[type-arg]
    if value in (None, ""):
        return ""
    return known[code].show(value) if code in known else str(value)


def rows_in_words(found: Iterable[Drift]) -> str:
    """All differences as lines of text, for the history and mails."""
    return "\n".join(
        f"{each.line.service} · {row.label}: {row.before or '–'} → {row.after or '–'}"
        for each in found
        for row in each.rows
    )
