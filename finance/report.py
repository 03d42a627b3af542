"""What signed documents added, changed and ended a month, and what ended by leaving."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce, Round, TruncMonth

from accounts.clock import BRUSSELS
from macd.models import Line
from macd.vocabulary import Action, Decision, LineStatus
from services.calendar import add_months
from services.models import CaseAgreement

MONTHS = 12
PAGE = 50
ADDED, CHANGED, ENDED = "added", "changed", "ended"
WHATS = (ADDED, CHANGED, ENDED)
# What was signed but does not count: taken back, replaced by an amendment, or never delivered.
UNCOUNTED = (LineStatus.WITHDRAWN, LineStatus.SUPERSEDED, LineStatus.FAILED)
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
    start = add_months(first_on, 1 - MONTHS)
    sums: dict[date, dict[str, Decimal]] = {}
    items: dict[date, int] = {}
    rows = (
        signed_between(start, add_months(first_on, 1))
        .annotate(month=TruncMonth("document__signed_at", tzinfo=BRUSSELS))
        .values_list("month", "what")
        .annotate(worth=Sum("worth"), items=Count("pk"))
        .order_by()
    )
    for month, what, worth, count in rows:
        on = month.date()
        sums.setdefault(on, {})[what] = worth
        items[on] = items.get(on, 0) + count
    left = _left_between(start, add_months(first_on, 1))
    return [
        Month(on, items=items.get(on, 0), left=left.get(on, NIL), **sums.get(on, {}))
        for on in (add_months(start, number) for number in range(MONTHS))
    ]


def signed_between(start: date, end: date) -> QuerySet[Line]:
    """Items of documents signed from a day until before another: ``what`` and ``worth``.

    A service that moves or is replaced counts as changed, with both its lines; so a move at the
    same price is worth nothing. ``worth`` is rounded per item, half up to cents.
    """
    moved = Q(decision__in=[Decision.MOVE, Decision.REPLACE])
    what = Case(
        When(moved, then=Value(CHANGED)),
        When(action=Action.ADD, then=Value(ADDED)),
        When(action=Action.DELETE, then=Value(ENDED)),
        default=Value(CHANGED),
        output_field=CharField(),
    )
    worth = Round(Coalesce(F("price_after"), NIL) - Coalesce(F("price_before"), NIL), 2)
    return (
        Line.objects.filter(
            document__signed_at__gte=_midnight(start), document__signed_at__lt=_midnight(end)
        )
        .exclude(action=Action.NO_CHANGE)
        .exclude(status__in=UNCOUNTED)
        .annotate(what=what, worth=worth)
    )


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
    items = signed_between(first_on, add_months(first_on, 1))
    if what in WHATS:
        items = items.filter(Q(what=what))  # an annotation
    return items.select_related(
        "document__customer",
        "service",
        "offering_version__offering",
        "current_offering_version__offering",
        "place_from",
        "place_to",
        "agreement",
        "billing_account",
    ).order_by("document__signed_at", "id")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of items, and where the next one starts (empty at the end)."""

    items: list[Line]
    following: str


def page_of(items: QuerySet[Line], *, after: str = "") -> Page:
    """A page by the key of its last row; a cursor that is none begins at the start."""
    if (read := _read(after)) is not None:
        at, pk = read
        items = items.filter(Q(document__signed_at__gt=at) | Q(document__signed_at=at, pk__gt=pk))
    rows = list(items[: PAGE + 1])
    shown = rows[:PAGE]
    return Page(shown, _cursor(shown[-1]) if len(rows) > PAGE else "")


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
    """How many items, and what they are worth a month."""
    summed = items.order_by().aggregate(count=Count("pk"), total=Sum("worth"))
    return summed["count"], summed["total"] or NIL


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
