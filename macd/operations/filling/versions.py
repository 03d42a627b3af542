"""Freezing content: prices, snapshots and the numbered versions that are approved and signed."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from accounts.clock import day_of
from macd import content as contents
from macd.amendments import first_version
from macd.canonical import hash_of
from macd.kinds import rules_for
from macd.kinds.exposure import exposure_of
from macd.kinds.hardware import devices_going_back
from macd.kinds.sight import seen_periods
from macd.kinds.urgency import surcharges_of
from macd.models import Document, DocumentVersion, Line
from macd.vocabulary import Action, SectionName
from services.agreements import months_left
from services.inventory import services_on
from services.models import ServicePeriod
from services.parameters import parameter
from services.prices import Discounts, discounts_of, price_under


def rehash(document: Document) -> tuple[dict[str, Any], str]:
    """The content as it stands now, and its hash."""
    content = contents.content_of(document)
    return content, hash_of(content)


def freeze_version(document: Document, *, at: datetime.datetime) -> DocumentVersion:
    """The version that holds the content as it stands now: the last one, or one more.

    Sets ``version`` and ``content_hash`` on the object; the caller's step writes them.
    """
    content, content_hash = rehash(document)
    last = document.versions.order_by("-number").first()
    if last is None or last.content_hash != content_hash:
        last = DocumentVersion.objects.create(
            customer_id=document.customer_id,
            document=document,
            number=last.number + 1 if last else first_version(document),
            content=content,
            content_hash=content_hash,
            created_at=at,
        )
    document.version, document.content_hash = last.number, content_hash
    return last


def installed_now(document: Document, *, on: datetime.date) -> dict[int, ServicePeriod]:
    """What the inventory says of the services that a document names, by service."""
    return installed_of(document, document.lines.all(), on=on)


def installed_of(
    document: Document, lines: Iterable[Line], *, on: datetime.date
) -> dict[int, ServicePeriod]:
    """The same of some lines, saved or not."""
    wanted = {line.service_id for line in lines if line.service_id}
    periods = services_on(customer_id=document.customer_id, on=on).filter(service__in=wanted)
    return {period.service_id: period for period in periods}


def _installed(document: Document, *, on: datetime.date) -> dict[int, ServicePeriod]:
    """The same, as the step was judged by where it was (one reading for a step)."""
    seen = seen_periods(document, on=on)
    if seen is None:
        return installed_now(document, on=on)
    return {period.service_id: period for period in seen}


FROZEN = (
    "current",
    "desired",
    "current_offering_version",
    "offering_version",
    "quantity_before",
    "quantity",
    "price_before",
    "price_after",
    "price_once",
    "requested_on",
    "until_on",
    "returns",
)


def freeze_current(document: Document, *, on: datetime.date) -> None:
    """Take the snapshot of what is installed into each line (rule 7), and price the lines."""
    _price(document, on=on, follow=True)


def reprice(document: Document, *, on: datetime.date) -> None:
    """Price the lines anew, against what was frozen."""
    _price(document, on=on, follow=False)


def _price(document: Document, *, on: datetime.date, follow: bool) -> None:
    installed = _installed(document, on=on)
    lines = list(document.lines.all())
    discounts = discounts_of({line.agreement_id for line in lines}, on=on)
    before = [_frozen(line) for line in lines]
    for line in lines:
        period = installed.get(line.service_id or 0)
        if follow and period is not None:
            _follow(line, period)
        price_line(line, period, discounts=discounts)
    going_back = devices_going_back(lines)
    for line in lines:
        line.returns = going_back.get(line.number, [])
    rules_for(document.kind).shape(document, lines)
    changed = [line for line, old in zip(lines, before, strict=True) if _frozen(line) != old]
    Line.objects.bulk_update(changed, FROZEN)
    _freeze_surcharges(document, on=on)


def _frozen(line: Line) -> list[Any]:
    """What of a line is frozen, to be compared: most lines stay as they were saved last."""
    return [getattr(line, f"{name}_id" if name.endswith("_version") else name) for name in FROZEN]


def _freeze_surcharges(document: Document, *, on: datetime.date) -> None:
    """What urgency and evenings cost beside the lines stands with the prices."""
    prices = next(s for s in document.sections.all() if s.name == SectionName.PRICES)
    paid = surcharges_of(document, on=document.received_on or on)
    if fee := exposure_of(document, on=on).fee:
        paid["device_fee"] = str(fee)
    if paid != (prices.data.get("surcharges") or {}):
        prices.data.pop("surcharges", None)
        prices.data |= {"surcharges": paid} if paid else {}
        prices.save(update_fields=["data"])


def _follow(line: Line, period: ServicePeriod) -> None:
    """What nobody asked to change follows what is installed; what was asked stays asked."""
    if line.desired:
        codes = {*line.desired, *line.current, *period.configuration}
        asked = {c for c in codes if line.desired.get(c) != line.current.get(c)}
        kept = {c: value for c, value in period.configuration.items() if c not in asked}
        line.desired = kept | {c: line.desired[c] for c in asked if c in line.desired}
    if line.offering_version_id == line.current_offering_version_id:
        line.offering_version = period.offering_version
    if line.quantity == line.quantity_before:
        line.quantity = period.quantity
    line.current = dict(period.configuration)
    line.current_offering_version = period.offering_version
    line.quantity_before = period.quantity


def drifted(document: Document, *, on: datetime.date) -> list[Line]:
    """Lines whose service is no longer as it was when the content was frozen (rule 7)."""
    installed = _installed(document, on=on)
    return [
        line
        for line in document.lines.all()
        if line.service_id and not _as_frozen(line, installed.get(line.service_id))
    ]


def _as_frozen(line: Line, period: ServicePeriod | None) -> bool:
    return (
        period is not None
        and period.configuration == line.current
        and period.quantity == line.quantity_before
        and period.offering_version_id == line.current_offering_version_id
        and (line.place_from_id is None or period.office_id == line.place_from_id)
    )


def price_line(line: Line, period: ServicePeriod | None, *, discounts: Discounts) -> None:
    """Before is the service's own price, after the catalogue's less what the agreement takes off.

    A service that keeps its offering keeps its own price per unit, and so does one that moves
    (rules 24 and 29). A price that the provider set by hand stands.
    """
    own = period.recurring_price if period else Decimal(0)
    # The stop that belongs to it has the price of before.
    starts_elsewhere = line.action == Action.ADD and bool(line.decision)
    line.price_before = (
        own * (line.quantity_before or 0)
        if period is not None and not starts_elsewhere
        else Decimal(0)
    )
    if line.action == Action.DELETE:
        line.price_after = Decimal(0)
    elif line.offering_version_id == line.current_offering_version_id:
        line.price_after = own * line.quantity
    else:
        unit = price_under(
            line.offering_version, agreement_id=line.agreement_id, discounts=discounts
        )
        line.price_after = unit * line.quantity
    if line.monthly_more and line.action != Action.DELETE:
        line.price_after += line.monthly_more
    new = line.offering_version_id != line.current_offering_version_id and not period
    moved = line.action == Action.ADD
    line.price_once = (
        line.offering_version.one_time_price * line.quantity if new or moved else Decimal(0)
    ) + (line.works_once or Decimal(0))


def weigh(document: Document, *, at: datetime.datetime) -> None:
    """Set the monthly difference and what is at stake: the figure that thresholds compare.

    |net monthly difference| × started months left, plus what is paid once (decisions.md 29).
    """
    on = day_of(at)
    sums = contents.totals(document)
    monthly, once = Decimal(sums["monthly_difference"]), Decimal(sums["once"])
    otherwise = int(parameter("months_left_without_agreement", on=on))
    agreements = contents.agreements_of(document)
    months = max(
        (months_left(agreement, on=on, otherwise=otherwise) for agreement in agreements),
        default=otherwise,
    )
    document.monthly_difference = monthly
    document.at_stake = abs(monthly) * months + once
