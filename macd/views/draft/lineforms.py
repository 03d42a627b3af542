"""The form of one item: offering, quantity, settings, numbers; each at its path."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.dates import date_format
from macd import policy, voice
from macd.forms.places import (
    PlacesForm,
    agreement_field,
    characteristic_field,
    quantity_field,
)
from macd.kinds import starts_anew
from macd.models import Document, Line
from macd.templatetags.macd_format import money_difference
from macd.views.draft.numberforms import Pair, at_place, number_pairs
from macd.views.draft.portforms import port_pairs
from macd.vocabulary import Action, Decision, Side
from services.agreements import last_day
from services.catalogue import options_for_change, sellable
from services.configuration import characteristics_of
from services.inventory import services_on
from services.models import Agreement, OfferingVersion, ServicePeriod


def line_form(
    document: Document,
    line: Line,
    data: Mapping[str, Any] | None = None,
    *,
    side: Side = Side.CUSTOMER,
) -> PlacesForm | None:
    """What can be filled in of a line beside its offering; None where there is nothing."""
    open_now = policy.open_sections(document, side)
    pairs = [
        (place, field)
        for place, field in (
            *_starting(document, line),
            *number_pairs(document, line, side=side),
            *port_pairs(document, line, side=side),
        )
        if place.section in open_now
    ]
    return PlacesForm(pairs, data) if pairs else None


def _starting(document: Document, line: Line) -> list[Pair]:
    if not starts_anew(line):
        return []
    pairs: list[Pair] = []
    if line.offering_version.maximum_quantity != 1:
        before = "" if line.quantity_before is None else str(line.quantity_before)
        pairs += at_place(document, line, "quantity", quantity_field(now=before))
    for code, characteristic in characteristics_of(line.offering_version).items():
        now = characteristic.show(line.current.get(code))
        field = characteristic_field(characteristic, now=now)
        pairs += at_place(document, line, f"desired.{code}", field)
    return pairs + _agreement(document, line)


def _agreement(document: Document, line: Line) -> list[Pair]:
    """Which agreement, where a new service could come under more than one or none is chosen."""
    if line.action != Action.ADD:
        return []
    found = Agreement.objects.filter(customer=document.customer_id, ended_on=None)
    on = day_of(document.updated_at)
    choices = [(each.number, _with_end(each, on=on)) for each in found.order_by("number")]
    if len(choices) < (2 if line.agreement_id else 1):
        return []
    return at_place(document, line, "agreement", agreement_field(choices))


def _with_end(agreement: Agreement, *, on: date) -> str:
    last = last_day(agreement, on)
    if last is None:
        return agreement.number
    facts = {"number": agreement.number, "day": date_format(last, "DATE_FORMAT")}
    return _("%(number)s, up to %(day)s") % facts


def installed(document: Document, line: Line, *, on: date) -> ServicePeriod | None:
    """What the inventory says of the line's service."""
    if line.service_id is None:
        return None
    periods = services_on(customer_id=document.customer_id, on=on)
    return periods.filter(service=line.service_id).first()


def offering_options(document: Document, line: Line, *, on: date) -> list[OfferingVersion]:
    """What the line's service may become: itself, then along the upgrade path (rule 44)."""
    if line.decision == Decision.REPLACE and line.action == Action.ADD:
        return replacements(document, line, on=on)
    period = installed(document, line, on=on) if line.action == Action.MODIFY else None
    if period is None or line.decision:
        return []
    found = options_for_change(period, document.requested_on or on)
    own = line.current_offering_version
    return [own if own and own.offering_id == each.offering_id else each for each in found]


def replacements(document: Document, line: Line, *, on: date) -> list[OfferingVersion]:
    """What may take the place of a service at the new office: the same family, sold that day."""
    before = line.current_offering_version
    family = before.offering.family if before else ""
    found = sellable(document.requested_on or on).filter(
        offering__family=family, offering__site_bound=True
    )
    others = found.exclude(offering=before.offering_id) if before else found
    return sorted(others, key=lambda one: (one.recurring_price, one.pk))


def offering_cards(
    line: Line, options: list[OfferingVersion], *, chosen: str
) -> list[dict[str, Any]]:
    """The options as choice cards; each says what it differs a month from what is paid now."""
    per_unit = (line.price_before or Decimal(0)) / (line.quantity_before or 1)
    return [
        {
            "value": version.offering.code,
            "label": version.name,
            "checked": version.offering.code == chosen,
            "text": voice.HAS_NOW if version.pk == line.current_offering_version_id else "",
            **_difference(version, line, per_unit),
        }
        for version in options
    ]


def _difference(version: OfferingVersion, line: Line, per_unit: Decimal) -> dict[str, str]:
    if version.pk == line.current_offering_version_id:
        return {"difference": "", "difference_note": ""}
    more = (version.recurring_price - per_unit) * line.quantity
    return {"difference": money_difference(more), "difference_note": _("a month")}
