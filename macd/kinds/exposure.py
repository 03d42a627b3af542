"""What ending services costs, and whether finance has to look at it (rule 55)."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from macd.leaving import leaving_services
from macd.models import Document, Line
from macd.plan import stop_day
from macd.vocabulary import Action
from services.devices import open_plans
from services.models import Agreement
from services.values import below_minimum


@dataclass(frozen=True, slots=True)
class Exposure:
    """The fee, 0 too, and why finance looks at it; without a reason the customer does it here."""

    fee: Decimal
    reasons: tuple[str, ...]


def lessens(document: Document) -> bool:
    """Whether anything stops or becomes less, so that the question of rule 55 is asked.

    The two lines of a service that moves are one: what it costs stays.
    """
    differences: dict[int, Decimal] = defaultdict(Decimal)
    for line in document.lines.all():
        # What is new has no service yet, and takes nothing from another.
        differences[line.service_id or -line.number] += _difference(line)
    return any(each < 0 for each in differences.values()) or bool(leaving_services(document))


def exposure_of(document: Document, *, on: datetime.date) -> Exposure:
    """What stopping costs, as things stand on a day: devices not paid off, minimums not reached."""
    if not lessens(document):
        return Exposure(Decimal(0), ())
    plans = open_plans(leaving_services(document), on=stop_day(document, on=on))
    fee = sum(plans.values(), Decimal(0))
    reasons = [_("a device is still being paid off")] if plans else []
    reasons += [
        _("the minimum of agreement %(agreement)s would not be reached") % {"agreement": agreement}
        for agreement in _short(document, on=on)
    ]
    return Exposure(fee, tuple(reasons))


def _short(document: Document, *, on: datetime.date) -> list[Agreement]:
    """Agreements that would come under their minimum, or further under it."""
    changes: dict[int, Decimal] = defaultdict(Decimal)
    touched: dict[int, Agreement] = {}
    for line in document.lines.all():
        if line.agreement is not None and line.agreement.recurring_minimum:
            touched[line.agreement.pk] = line.agreement
            changes[line.agreement.pk] += _difference(line)
    return [
        agreement
        for pk, agreement in sorted(touched.items())
        if changes[pk] < 0 and below_minimum(agreement=agreement, on=on, change=changes[pk])
    ]


def _difference(line: Line) -> Decimal:
    if line.action == Action.NO_CHANGE:
        return Decimal(0)
    return (line.price_after or Decimal(0)) - (line.price_before or Decimal(0))
