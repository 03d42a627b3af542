"""What becomes of each number of an item: the choice, and what the choice needs beside it."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from macd.fields import Place, find_place
from macd.fields.numbers import detail_label
from macd.forms.places import (
    PlacesForm,
    forward_field,
    number_field,
    reason_field,
    split_field,
    target_field,
)
from macd.kinds.numbers import next_part, offered_for, range_of, size_of
from macd.models import Document, Line
from macd.vocabulary import Action, NumberAction, Side
from services.inventory import services_on
from services.models import Family, ServiceNumber
from services.models.number import GONE
from services.numbers import shown_span

Pair = tuple[Place, forms.Field]
# What may ring: the services to which a number can be given.
TELEPHONY = (Family.SIP, Family.UC, Family.NUMBERS)
SPLIT = "number_split"
# The part of a path that a choice asks for beside itself.
ASKS = {
    NumberAction.TRANSFER: "number_service",
    NumberAction.FORWARD: "number_forward",
    NumberAction.NOMADIC: "number_reason",
}


def at_place(document: Document, line: Line, name: str, field: forms.Field) -> list[Pair]:
    """A field at the place of that name, where the item has one."""
    place = find_place(document, f"line.{line.number}.{name}")
    return [(place, field)] if place else []


def number_pairs(document: Document, line: Line, *, side: Side) -> list[Pair]:
    """For each number its choice, and a field for each thing that a choice asks for."""
    if not line.number_actions:
        return []
    rows = ServiceNumber.objects.filter(service=line.service_id)
    numbers = {row.e164: row for row in rows.exclude(status__in=GONE)}
    targets = _targets(document)
    pairs: list[Pair] = []
    for e164 in sorted(line.number_actions):
        row = numbers.get(range_of(line, e164))
        offered = offered_for(line, row, side=side)
        label = shown_span(e164, size_of(line, e164))
        why = "" if NumberAction.KEEP in offered else _left_behind(line, row)
        field = number_field(label, offered, why=why)
        pairs += at_place(document, line, f"numbers.{e164}", field)
        for action, part in ASKS.items():
            if action in offered:
                field = _field(part, targets)
                pairs += at_place(document, line, f"{part}.{e164}", field)
        if size_of(line, e164) > 1 or next_part(line, e164):
            pairs += at_place(document, line, f"{SPLIT}.{e164}", split_field())
    return pairs


def _left_behind(line: Line, row: ServiceNumber | None) -> str:
    """Why a number does not go along to another place (rule 30)."""
    place = line.place_to
    if (
        line.action != Action.ADD
        or row is None
        or place is None
        or place.telephone_zone == row.zone
    ):
        return ""
    return _(
        "It belongs to telephone zone %(zone)s and %(office)s lies in zone %(new)s,"
        " so it cannot come along."
    ) % {"zone": row.zone, "office": place.name, "new": place.telephone_zone or "?"}


def _field(part: str, targets: list[tuple[str, str]]) -> forms.Field:
    label = detail_label(part)
    if part == "number_service":
        return target_field(label, targets)
    return forward_field(label) if part == "number_forward" else reason_field(label)


def _targets(document: Document) -> list[tuple[str, str]]:
    """The customer's telephony, with the place where it is."""
    stops = {line.service_id for line in document.lines.all()}
    periods = services_on(customer_id=document.customer_id, on=document.updated_at.date()).filter(
        offering_version__offering__family__in=TELEPHONY
    )
    return [
        (
            period.service.service_id,
            " · ".join(
                part
                for part in (
                    period.offering_version.name,
                    period.service.service_id,
                    str(period.office or ""),
                )
                if part
            ),
        )
        for period in periods
        if period.service_id not in stops
    ]


def groups_of(form: PlacesForm | None) -> Iterator[dict[str, Any]]:
    """The fields of an item's form: by themselves, or a number with what its choice asks for."""
    group: dict[str, Any] | None = None
    for field in form or ():
        part = field.name.split(".")[2]
        if part == "numbers":
            group = {"number": True, "choice": field, "asks": [], "split": None}
            yield group
        elif group is not None and part == SPLIT:
            group["split"] = field
        elif group is not None and part in ASKS.values():
            group["asks"].append({"when": part.removeprefix("number_"), "field": field})
        else:
            group = None
            yield {"number": False, "choice": field, "asks": []}
