"""The desk's list: which cases, in which order, page by page, and what they add up to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, DateField, Exists, F, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.standing import Standing
from finance.queries import cases_for
from services.models import CancellationCase, CaseAgreement, CaseStatus, EndMode
from services.models.cancellation import NEVER, OPEN

PAGE = 50
LONGEST_SEARCH = 100
SORT_ON = Coalesce(F("act_on"), Value(NEVER), output_field=DateField())
CURSOR = re.compile(r"(\d{4}-\d{2}-\d{2})\.(\d{1,18})")
WITHIN = (7, 30, 90)
QUEUES: dict[str, Any] = {
    "open": _("All open cases"),
    "new": _("To decide"),
    "manager": _("With the account manager"),
    "second": _("Waits for a second person"),
    "accepted": pgettext_lazy("cancellation", "Accepted"),
    "closed": pgettext_lazy("requests", "Closed"),
}
RISKS = frozenset({"second"})


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked of the list; unknown values fall back to all that is open."""

    queue: str = "open"
    search: str = ""
    within: int | None = None
    manager: int | None = None

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Filters":
        """Read them from an address."""
        queue, within = query.get("queue", ""), query.get("within", "")
        manager = query.get("manager", "")
        return cls(
            queue=queue if queue in QUEUES else "open",
            search=query.get("q", "").replace("\x00", "")[:LONGEST_SEARCH].strip(),
            within=int(within) if within in {str(days) for days in WITHIN} else None,
            manager=int(manager) if manager.isdecimal() and len(manager) < 12 else None,
        )

    def query(self, **more: str) -> str:
        """The same as an address."""
        values = {
            "queue": self.queue,
            "q": self.search,
            "within": str(self.within or ""),
            "manager": str(self.manager or ""),
            **more,
        }
        return "?" + urlencode({name: value for name, value in values.items() if value})


@dataclass(frozen=True, slots=True)
class Page:
    """One page of cases, and where the next one starts (empty at the end)."""

    cases: list[CancellationCase]
    following: str


def _wanted(queue: str) -> Q:
    return {
        "open": Q(status__in=OPEN),
        "new": Q(status=CaseStatus.NOTICE_GIVEN, with_manager_since=None),
        "manager": Q(status__in=OPEN, with_manager_since__isnull=False),
        "second": Q(status__in=OPEN, pk__in=_without_second()),
        "accepted": Q(status=CaseStatus.ACCEPTED),
        "closed": ~Q(status__in=OPEN),
    }[queue]


def _without_second() -> QuerySet[Any, Any]:
    """The cases in which an immediate end waits for its second person."""
    rows = CaseAgreement.objects.filter(end_mode=EndMode.IMMEDIATE, ends_on=None)
    return rows.order_by().values("case")


def found(standing: Standing, filters: Filters, *, on: date) -> QuerySet[CancellationCase]:
    """The cases that a person may see and asks for, by last day to act, those without one last."""
    cases = _narrowed(cases_for(standing), filters, on=on).filter(_wanted(filters.queue))
    second = Exists(_without_second().filter(case=OuterRef("pk")))
    cases = cases.annotate(sort_on=SORT_ON, waits_for_second=second)
    return cases.order_by("sort_on", "id")


def _narrowed(
    cases: QuerySet[CancellationCase], filters: Filters, *, on: date
) -> QuerySet[CancellationCase]:
    for word in filters.search.split()[:6]:
        cases = cases.filter(
            Q(customer__legal_name__icontains=word)
            | Q(customer__enterprise_number__startswith=word.removeprefix("BE"))
            | Q(customer__account_manager__name__icontains=word)
        )
    if filters.within:
        cases = cases.filter(act_on__lte=on + timedelta(days=filters.within))
    if filters.manager:
        cases = cases.filter(customer__account_manager=filters.manager)
    return cases


def page_of(cases: QuerySet[CancellationCase], *, after: str = "", size: int = 0) -> Page:
    """A page by the key of its last row; a cursor that is none begins at the start."""
    if (read := _read(after)) is not None:
        day, pk = read
        cases = cases.filter(Q(sort_on__gt=day) | Q(id__gt=pk), Q(sort_on__gte=day))
    most = size or PAGE
    rows = list(cases[: most + 1])
    shown = rows[:most]
    return Page(shown, _cursor(shown[-1]) if len(rows) > most else "")


def _cursor(case: CancellationCase) -> str:
    return f"{(case.act_on or NEVER).isoformat()}.{case.pk}"


def _read(cursor: str) -> tuple[date, int] | None:
    match = CURSOR.fullmatch(cursor)
    if match is None:
        return None
    try:
        return date.fromisoformat(match[1]), int(match[2])
    except ValueError:
        return None


def totals(cases: QuerySet[CancellationCase]) -> tuple[int, Decimal]:
    """How many cases were found, and what they paid a month at receipt."""
    summed = cases.order_by().aggregate(count=Count("pk"), monthly=Sum("monthly"))
    return summed["count"], summed["monthly"] or Decimal(0)


def counts(standing: Standing, filters: Filters, *, on: date) -> dict[str, int]:
    """How many cases stand in each queue, in one query."""
    cases = _narrowed(cases_for(standing), filters, on=on)
    return cases.order_by().aggregate(
        **{name: Count("pk", filter=_wanted(name)) for name in QUEUES}
    )
