"""What signed documents added, changed and ended a month, and what ended by leaving."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db.models import CharField, Count, DecimalField, F, Func, Q, QuerySet, Sum
from django.db.models.functions import Round, TruncMonth
from django.utils.translation import gettext_lazy as _

from accounts.clock import BRUSSELS
from finance.models import MonthValue
from macd.models import Line
from services.calendar import add_months
from services.models import CaseAgreement

MONTHS = 12
PAGE = 50
ADDED, CHANGED, ENDED = "added", "changed", "ended"
WHATS: dict[str, Any] = {ADDED: _("Added"), CHANGED: _("Changed"), ENDED: _("Ended")}
WHAT = Func(
    *map(F, ("action", "decision", "status", "delivered_quantity")),
    function="signed_what",
    output_field=CharField(),
)
WORTH = Func(
    *map(F, ("price_after", "price_before", "status", "delivered_quantity", "quantity")),
    function="signed_worth",
    output_field=DecimalField(),
)
NIL = Decimal(0)
CURSOR = re.compile(r"(\d{1,15})\.(\d{1,6})\.(\d{1,18})")


@dataclass(frozen=True, slots=True)
class Month:
    """One month: amounts a month excl. VAT, and how many items; ``left`` ended by leaving."""

    first_on: date
    added: Decimal = NIL
    changed: Decimal = NIL
    ended: Decimal = NIL
    items: int = 0
    left: Decimal = NIL

    @property
    def net(self) -> Decimal:
        """What the signed documents of the month amount to."""
        return self.added + self.changed + self.ended


def months_until(first_on: date) -> list[Month]:
    """Twelve months up to the one that begins on a day, the oldest first, in two queries."""
    start, end = add_months(first_on, 1 - MONTHS), add_months(first_on, 1)
    sums: dict[date, dict[str, Decimal]] = {}
    items: dict[date, int] = {}
    rows = (
        MonthValue.objects.filter(first_on__gte=start, first_on__lt=end)
        .values_list("first_on", "what")
        .annotate(worth=Sum("worth"), items=Sum("items"))
        .order_by()
    )
    for on, what, worth, count in rows:
        sums.setdefault(on, {})[what] = worth
        items[on] = items.get(on, 0) + count
    left = _left_between(start, end)
    return [
        Month(on, items=items.get(on, 0), left=left.get(on, NIL), **sums.get(on, {}))
        for on in (add_months(start, number) for number in range(MONTHS))
    ]


def signed_between(start: date, end: date) -> QuerySet[Line]:
    """Items of documents signed from a day until before another: ``what`` and ``worth``.

    A service that moves or is replaced counts as changed, with both its lines; so a move at the
    same price is worth nothing. ``worth`` is rounded per item, half up to cents. What was taken
    back, replaced by an amendment or never delivered is nothing (``what`` is None); of an item
    whose rest never comes, the part that was delivered counts. The database's functions say so,
    because it keeps the months' figures by them.
    """
    return Line.objects.filter(
        document__signed_at__gte=_midnight(start), document__signed_at__lt=_midnight(end)
    ).annotate(what=WHAT, worth=WORTH)


def _left_between(start: date, end: date) -> dict[date, Decimal]:
    rows = (
        CaseAgreement.objects.filter(executed_on__gte=start, executed_on__lt=end)
        .annotate(month=TruncMonth("executed_on"))
        .values_list("month")
        .annotate(worth=Sum(Round(F("monthly"), 2)))
        .order_by()
    )
    return {month: -worth for month, worth in rows}


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(), BRUSSELS)


def items_of(first_on: date, what: str) -> QuerySet[Line]:
    """The items behind a figure, or behind a whole month, as they were signed."""
    between = first_on, add_months(first_on, 1)
    kept = Q(what=what) if what in WHATS else Q(what__isnull=False)
    items = signed_between(*between).filter(kept)  # by an annotation
    return items.order_by("document__signed_at", "id")


def told(items: QuerySet[Line]) -> QuerySet[Line]:
    """Items with what a row of the list tells of each."""
    return items.select_related(
        "document__customer",
        "service",
        "offering_version__offering",
        "current_offering_version__offering",
        "place_from",
        "place_to",
        "agreement",
        "billing_account",
    )


@dataclass(frozen=True, slots=True)
class Page:
    """One page of items, and where the next one starts (empty at the end)."""

    items: list[Line]
    following: str


def page_of(items: QuerySet[Line], *, after: str = "", size: int = 0) -> Page:
    """A page by the key of its last row; a cursor that is none begins at the start.

    The keys come first, so that only what is shown is read whole.
    """
    if (read := _read(after)) is not None:
        at, pk = read
        items = items.filter(
            Q(document__signed_at__gt=at) | Q(pk__gt=pk), document__signed_at__gte=at
        )
    most = size or PAGE
    keys = list(items.values_list("pk", flat=True)[: most + 1])
    shown = list(told(items.filter(pk__in=keys[:most])))
    return Page(shown, _cursor(shown[-1]) if len(keys) > most else "")


def _cursor(line: Line) -> str:
    at = line.document.signed_at
    assert at is not None  # noqa: S101 - only signed ones are here
    return f"{int(at.timestamp())}.{at.microsecond}.{line.pk}"


def _read(cursor: str) -> tuple[datetime, int] | None:
    match = CURSOR.fullmatch(cursor)
    if match is None or int(match[1]) > 253_000_000_000:
        return None
    at = datetime.fromtimestamp(int(match[1]), BRUSSELS).replace(microsecond=int(match[2]))
    return at, int(match[3])


def total_of(items: QuerySet[Line]) -> tuple[int, Decimal]:
    """How many items, and what they are worth a month, counted one by one."""
    summed = items.order_by().aggregate(count=Count("pk"), total=Sum("worth"))
    return summed["count"], summed["total"] or NIL


def figure_of(first_on: date, what: str) -> tuple[int, Decimal]:
    """The same for one of a month's figures, as it is kept."""
    kept = MonthValue.objects.filter(first_on=first_on, what=what)
    summed = kept.aggregate(count=Sum("items"), total=Sum("worth"))
    return summed["count"] or 0, summed["total"] or NIL


def month_of(text: str, *, today: date) -> date:
    """The first day of the month that an address names (2026-03), else of this month."""
    try:
        year, month = (int(part) for part in text.split("-"))
        wanted = date(year, month, 1) if 2000 <= year <= 2999 else None
    except ValueError:
        wanted = None
    return min(wanted, today.replace(day=1)) if wanted else today.replace(day=1)


def net_of(months: Iterable[Month]) -> Decimal:
    """What several months amount to."""
    return sum((month.net for month in months), NIL)
