"""What leads look back on: volumes, lead times, promises kept, ageing, workload."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncMonth

from accounts.clock import BRUSSELS
from accounts.standing import Standing
from macd import policy
from macd.models import Document, DocumentEvent, Line
from macd.queries.reach import documents_for
from macd.vocabulary import Action, Kind, Party, Status
from macd.workflow import FINAL, TRANSITIONS
from services.calendar import add_months, is_business_day
from services.parameters import parameters

# The latest of a period, when it has more: what a mean is made of stays bounded.
MOST = 5000
AGES = (7, 14, 30, 60)
BALLS: dict[tuple[str, str], str] = {
    (row.step.value, row.to.value): row.ball.value
    for row in TRANSITIONS
    if row.to is not None and row.ball is not None
}
USUAL: dict[str, str] = {to: ball for (_step, to), ball in reversed(BALLS.items())}


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months, from the first day to the first day after."""

    first_on: date
    end_on: date

    @property
    def months(self) -> list[date]:
        """The first day of each month."""
        found, day = [], self.first_on
        while day < self.end_on:
            found.append(day)
            day = add_months(day, 1)
        return found

    @property
    def instants(self) -> tuple[datetime, datetime]:
        """From when until before when, Brussels time."""
        first, end = (datetime.combine(d, time(), BRUSSELS) for d in (self.first_on, self.end_on))
        return first, end


def reported(standing: Standing) -> QuerySet[Document]:
    """The documents that a lead's team looks after, or all for who reads all."""
    shown = documents_for(standing).filter(policy.reported(standing))
    return shown.exclude(policy.hidden_from_provider())


def volumes(standing: Standing, period: Period) -> dict[date, dict[str, int]]:
    """How many requests of each kind were sent in each month."""
    first, end = period.instants
    rows = (
        reported(standing)
        .filter(submitted_at__gte=first, submitted_at__lt=end)
        .annotate(month=TruncMonth("submitted_at", tzinfo=BRUSSELS))
        .values_list("month", "kind")
        .annotate(count=Count("pk"))
        .order_by()
    )
    found = {month: dict.fromkeys(Kind.values, 0) for month in period.months}
    for month, kind, count in rows:
        found[month.date()][kind] = count
    return found


def promises_kept(standing: Standing, period: Period) -> dict[date, tuple[int, int]]:
    """Items delivered in each month: on the day promised at signature or before, and later."""
    rows = (
        Line.objects.filter(
            document__in=reported(standing).values("pk"),
            delivered_on__gte=period.first_on,
            delivered_on__lt=period.end_on,
            promised_on__isnull=False,
        )
        .exclude(action=Action.NO_CHANGE)
        .annotate(month=TruncMonth("delivered_on"))
        .values_list("month")
        .annotate(
            kept=Count("pk", filter=Q(delivered_on__lte=F("promised_on"))),
            late=Count("pk", filter=Q(delivered_on__gt=F("promised_on"))),
        )
        .order_by()
    )
    found = dict.fromkeys(period.months, (0, 0))
    return found | {month: (kept, late) for month, kept, late in rows}


def ageing(standing: Standing, *, on: date) -> list[tuple[int | None, int, int]]:
    """Open requests by days since they were sent: up to how many, how many, how many late.

    The last one, without a number of days, is what is older still.
    """
    opened = reported(standing).exclude(status__in=sorted(FINAL)).exclude(submitted_at=None)
    late = Q(committed_on__lt=on)
    counts: dict[str, Any] = {}
    bounds: list[int | None] = [*AGES, None]
    youngest = on + timedelta(days=1)
    for index, most in enumerate(bounds):
        oldest = Q() if most is None else Q(submitted_at__date__gte=on - timedelta(days=most))
        within = Q(submitted_at__date__lt=youngest) & oldest
        counts[f"all_{index}"] = Count("pk", filter=within)
        counts[f"late_{index}"] = Count("pk", filter=within & late)
        youngest = on - timedelta(days=most) if most is not None else youngest
    sums = opened.aggregate(**counts)
    return [
        (most, sums[f"all_{index}"], sums[f"late_{index}"]) for index, most in enumerate(bounds)
    ]


def workload(standing: Standing, period: Period, *, on: date) -> list[dict[str, Any]]:
    """Per account manager: open, waiting for them, past their promise, closed in the period."""
    first, end = period.instants
    still = ~Q(status__in=sorted(FINAL))
    rows = (
        reported(standing)
        .exclude(submitted_at=None)
        .values("account_manager", name=F("account_manager__name"))
        .annotate(
            open=Count("pk", filter=still),
            waiting=Count("pk", filter=still & Q(ball=Party.ACCOUNT_MANAGER)),
            late=Count("pk", filter=still & Q(committed_on__lt=on)),
            closed=Count("pk", filter=Q(closed_at__gte=first, closed_at__lt=end)),
        )
        .order_by("name", "account_manager")
    )
    return [dict(row) for row in rows]


@dataclass(frozen=True, slots=True)
class Stage:
    """Business hours that documents stood in a status with a party: mean, median, how many."""

    status: str
    party: str
    mean: float
    middle: float
    documents: int


class BusinessClock:
    """Business minutes since a day, so that what lies between two instants is a difference."""

    def __init__(self, *, starts: time, ends: time) -> None:
        self.starts, self.ends = (t.hour * 60 + t.minute for t in (starts, ends))
        self._before: dict[date, int] = {}
        self._origin: date | None = None

    def between(self, start: datetime, end: datetime) -> int:
        """Minutes of business time from one instant to a later one."""
        return self._until(end) - self._until(start)

    def _until(self, at: datetime) -> int:
        local = at.astimezone(BRUSSELS)
        minutes = min(max(local.hour * 60 + local.minute, self.starts), self.ends) - self.starts
        day = local.date()
        return self._base(day) + (minutes if is_business_day(day) else 0)

    def _base(self, day: date) -> int:
        """Business minutes of all days before ``day`` since the year before the first one asked."""
        if self._origin is None:
            self._origin = date(day.year - 1, 1, 1)
            self._before[self._origin] = 0
        if day < self._origin:
            return -sum(
                self.ends - self.starts
                for n in range((self._origin - day).days)
                if is_business_day(day + timedelta(days=n))
            )
        last = max(self._before) if day not in self._before else day
        while last < day:
            worked = self.ends - self.starts if is_business_day(last) else 0
            following = last + timedelta(days=1)
            self._before[following] = self._before[last] + worked
            last = following
        return self._before[day]


def lead_times(standing: Standing, period: Period) -> list[Stage]:
    """Where the time went of documents closed in the period, in the order of a document's life."""
    first, end = period.instants
    closed = reported(standing).filter(closed_at__gte=first, closed_at__lt=end)
    chosen = list(closed.order_by("-closed_at").values_list("pk", flat=True)[:MOST])
    hours = parameters(["business_day_starts", "business_day_ends"], on=period.first_on)
    clock = BusinessClock(
        starts=time.fromisoformat(hours["business_day_starts"]),
        ends=time.fromisoformat(hours["business_day_ends"]),
    )
    spent: dict[tuple[str, str], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for document_id, status, party, since, left in _stays(chosen):
        spent[status, party][document_id] += clock.between(since, left)
    order = {status: place for place, status in enumerate(Status.values)}
    return [
        Stage(
            status,
            party,
            mean=sum(minutes.values()) / len(minutes) / 60,
            middle=median(minutes.values()) / 60,
            documents=len(minutes),
        )
        for (status, party), minutes in sorted(spent.items(), key=lambda one: order[one[0][0]])
    ]


def _stays(ids: list[int]) -> Iterator[tuple[int, str, str, datetime, datetime]]:
    """Each stay of a document in a status with a party: from when until when."""
    rows = (
        DocumentEvent.objects.filter(document__in=ids)
        .filter(Q(to_status__in=Status.values) | Q(facts__has_key="ball"))
        .order_by("document_id", "id")
        .values_list("document_id", "step", "to_status", "at", "facts")
    )
    here: tuple[int, str, str, datetime] | None = None
    for document_id, step, to_status, at, facts in rows.iterator(chunk_size=2000):
        if here is not None and here[0] != document_id:
            here = None
        of_line = step.startswith("line_")
        if of_line and here is None:
            continue
        status = here[1] if of_line and here is not None else to_status
        party = str(facts.get("ball") or BALLS.get((step, status)) or USUAL.get(status, ""))
        if here is not None and here[1] not in FINAL and here[3] < at:
            yield (*here, at)
        here = (document_id, status, party, at)


def last_months(count: int, *, until: date) -> Period:
    """``count`` whole months, the last one that in which ``until`` lies."""
    end = add_months(until.replace(day=1), 1)
    return Period(add_months(end, -count), end)
