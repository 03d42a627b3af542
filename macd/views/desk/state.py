"""A view of the inbox as its address says it: queue, filter, order and columns."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from macd import queries
from macd.forms.desk import BALLS, COLUMNS, SORTS
from macd.vocabulary import Kind

LONGEST_SEARCH = 100
LONGEST_NUMBER = 40
# The signs of document numbers.
NUMBER = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")
MOST_WORTH = Decimal(10) ** 9
START = "needs_me"
QUEUES: dict[str, Any] = {
    "needs_me": _("Needs me now"),
    "due_today": _("Due today"),
    "at_risk": _("Promise at risk"),
    "overdue": _("Promise overdue"),
    "to_approve": _("To approve as second"),
    "waiting_customer": _("Waiting for the customer"),
    "waiting_carrier": _("Waiting for the carrier"),
    "waiting_delivery": _("Waiting for delivery"),
    "new": _("New this week"),
    "substituting": _("In a colleague's place"),
    "snoozed": _("Snoozed"),
    "all": _("All open"),
}


@dataclass(frozen=True, slots=True)
class View:
    """What is shown; every field but ``queue`` is left out of the address where it is the usual."""

    queue: str = START
    search: str = ""
    kinds: tuple[str, ...] = ()
    ball: str = ""
    manager: int | None = None
    worth: Decimal | None = None
    sort: str = "due"
    hidden: tuple[str, ...] = ()
    opened: str = ""

    def pairs(self) -> list[tuple[str, str]]:
        """The address as names and values, in a fixed order."""
        return [
            ("queue", self.queue),
            *_if("q", self.search),
            *(("kind", kind) for kind in self.kinds),
            *_if("ball", self.ball),
            *_if("manager", str(self.manager or "")),
            *_if("worth", "" if self.worth is None else f"{self.worth:f}"),
            *(_if("sort", self.sort) if self.sort != "due" else ()),
            *(("hide", column) for column in self.hidden),
            *_if("open", self.opened),
        ]

    @property
    def query(self) -> str:
        """The address after its question mark."""
        return urlencode(self.pairs())

    def with_(self, **changes: Any) -> "View":
        """The same with some things changed."""
        return replace(self, **changes)

    @property
    def columns(self) -> frozenset[str]:
        """The columns that are shown."""
        return frozenset(COLUMNS) - set(self.hidden)

    @property
    def is_filtered(self) -> bool:
        """Whether anything beside queue and search narrows the list."""
        return bool(self.kinds or self.ball or self.manager or self.worth is not None)

    @property
    def identity(self) -> str:
        """What makes two addresses the same view, whichever document is open in it."""
        return self.with_(opened="").query

    def back(self, following: str = "") -> str:
        """What a link carries so that a step leads back to this list, at ``following``."""
        return urlencode({"back": f"inbox?{self.with_(opened=following).query}"})

    def narrowing(self) -> Q:
        """The filter, without the queue and the search."""
        found = Q()
        if self.kinds:
            found &= Q(kind__in=self.kinds)
        if self.ball:
            found &= Q(ball=self.ball)
        if self.manager:
            found &= Q(account_manager=self.manager)
        if self.worth is not None:
            found &= Q(worth__gte=self.worth)
        return found

    def condition(self) -> Q:
        """The filter and the search."""
        return self.narrowing() & (queries.matching(self.search) if self.search else Q())


def _if(name: str, value: str) -> tuple[tuple[str, str], ...]:
    return ((name, value),) if value else ()


def view_of(given: QueryDict, queues: Collection[str]) -> View:
    """Read a view from an address; what makes no sense is left out, never refused."""
    queue = given.get("queue", "")
    return View(
        queue=queue if queue in queues else START,
        search=shown_text(given.get("q", ""), LONGEST_SEARCH),
        kinds=_known(given.getlist("kind"), Kind.values),
        ball=given.get("ball", "") if given.get("ball") in list(BALLS) else "",
        manager=_id(given.get("manager", "")),
        worth=_amount(given.get("worth", "")),
        sort=next((code for code in SORTS if code == given.get("sort")), "due"),
        hidden=_hidden(given),
        opened=shown_text(given.get("open", ""), LONGEST_NUMBER),
    )


def _hidden(given: QueryDict) -> tuple[str, ...]:
    """Columns that are not shown; the form says which are, an address which are not."""
    if "columns" in given:
        shown = given.getlist("show")
        return tuple(column for column in COLUMNS if column not in shown)
    return _known(given.getlist("hide"), COLUMNS)


def _known(values: list[str], known: Collection[str]) -> tuple[str, ...]:
    return tuple(code for code in known if code in values)


def shown_text(value: str, longest: int) -> str:
    """What of a typed text can be shown and searched for."""
    shown = "".join(sign for sign in value if sign.isprintable())
    return shown[:longest].strip()


def _id(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 16 else None


def _amount(value: str) -> Decimal | None:
    try:
        amount = Decimal(value.replace(",", ".").strip())
    except InvalidOperation:
        return None
    fits = amount.is_finite() and 0 <= amount < MOST_WORTH
    return amount.quantize(Decimal("0.01")).normalize() if fits else None
