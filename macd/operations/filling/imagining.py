"""What a choice would mean, without writing anything: the document as it would be (rule 9)."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from macd.fields import find_place
from macd.kinds import Unfit, Wanted, rules_for
from macd.kinds.move import Move
from macd.kinds.numbers import numbers_in_use
from macd.kinds.sight import installed_periods
from macd.models import Document, Line
from macd.operations.filling.versions import price_line
from macd.vocabulary import Decision
from services.catalogue import published_on
from services.models import OfferingVersion, Service, ServicePeriod
from services.prices import discounts_of

Decisions = Mapping[int, tuple[str, Service | None]]


def imagine_decisions(document: Document, decisions: Decisions, *, on: datetime.date) -> Document:
    """The same object with the lines that these decisions, by service, would make."""
    rules = rules_for(document.kind)
    if not isinstance(rules, Move):
        return document
    periods = _periods(document, on=on)
    told = {pk: one for pk, one in decisions.items() if not _stands(document, pk, one)}
    kept = [line for line in document.lines.all() if line.service_id not in told]
    made: list[Line] = []
    numbers = numbers_in_use([periods[pk] for pk in told if pk in periods])
    for service_id, (decision, replaced_by) in told.items():
        period = periods.get(service_id)
        if period is None or decision not in Decision.values:
            continue
        wanted = Wanted(
            office=document.office,
            to_office=document.to_office,
            numbers=numbers,
            replaced_by=replaced_by,
        )
        first = 1 + max((line.number for line in (*kept, *made)), default=0)
        made += rules.decided(period, Decision(decision), wanted, first=first)
    discounts = discounts_of({line.agreement_id for line in made}, on=on)
    for line in made:
        line.customer_id, line.document = document.customer_id, document
        price_line(line, periods.get(line.service_id or 0), discounts=discounts)
    return _with_lines(document, (*kept, *made))


def _stands(document: Document, service_id: int, told: tuple[str, Service | None]) -> bool:
    """Whether this is decided already, so that its lines stay with all that was said of them."""
    decision, replaced_by = told
    return any(
        line.service_id == service_id
        and line.decision == decision
        and line.replaced_by_id == (replaced_by.pk if replaced_by else None)
        for line in document.lines.all()
    )


def imagine_line(
    document: Document, line: Line, values: Mapping[str, Any], *, on: datetime.date
) -> Document:
    """The same object with one line as it would be; what does not fit stays as it is."""
    code = str(values.get(f"line.{line.number}.offering") or "")
    if code and code != line.offering_version.offering.code:
        version = _version(line, code, on=document.requested_on or on)
        line.offering_version = version or line.offering_version
    for path, raw in values.items():
        if path.startswith(f"line.{line.number}."):
            _imagine_value(document, line, path, raw)
    discounts = discounts_of({line.agreement_id}, on=on)
    period = _periods(document, on=on).get(line.service_id or 0)
    price_line(line, period, discounts=discounts)
    return document


def _imagine_value(document: Document, line: Line, path: str, raw: Any) -> None:
    place = find_place(document, path)
    if place is None:
        return
    try:
        value = place.fit(raw)
    except Unfit:
        return
    part, _dot, rest = path.split(".", 2)[2].partition(".")
    if part == "quantity" and value:
        line.quantity = value
    elif part == "desired":
        line.desired[rest] = value
    elif part == "numbers":
        line.number_actions[rest] = value


def imagine_sections(document: Document, values: Mapping[str, Any]) -> Document:
    """The same object with the answers of a section as they would be."""
    sections = {section.name: section for section in document.sections.all()}
    for field in rules_for(document.kind).fields:
        if field.path not in values:
            continue
        try:
            value = field.fit(values[field.path])
        except Unfit:
            continue
        if field.column == "requested_on":
            document.requested_on = datetime.date.fromisoformat(value) if value else None
        elif not field.column:
            sections[field.section].data[field.code] = value
    return document


def _periods(document: Document, *, on: datetime.date) -> dict[int, ServicePeriod]:
    found = installed_periods(document, on=on)
    return {period.service_id: period for period in found}


def _version(line: Line, code: str, *, on: datetime.date) -> OfferingVersion | None:
    current = line.current_offering_version
    if current is not None and current.offering.code == code:
        return current
    return published_on(on).filter(offering__code=code).first()


def _with_lines(document: Document, lines: Iterable[Line]) -> Document:
    """Put unsaved lines where a read document keeps its own."""
    rows = document.lines.all()
    rows._result_cache = sorted(lines, key=lambda line: line.number)
    cache: dict[str, Any] = document._prefetched_objects_cache  # type: ignore[attr-defined]
    cache["lines"] = rows
    return document
