"""Pages of a long list by the key of its last row, so that far pages cost what near ones do."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)

PAGE = 50
CURSOR = re.compile(r"([0-9.:-]{1,40})\.(\d{1,18})", re.ASCII)
INSTANT = re.compile(r"(\d{1,15})\.(\d{1,12})", re.ASCII)
AMOUNT = re.compile(r"\d{1,14}(\.\d{1,4})?", re.ASCII)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page, and where the next one starts (empty at the end)."""

    rows: list[Row]
    following: str

    def url_after(self, query: Mapping[str, str] | list[tuple[str, str]]) -> str:
        """The address of the next page within the same list; empty at the end."""
        if not self.following:
            return ""
        pairs = query if isinstance(query, list) else list(query.items())
        kept = [(name, value) for name, value in pairs if value]
        return "?" + urlencode([*kept, ("after", self.following)])


@dataclass(frozen=True, slots=True)
class Order:
    """A field that is never empty and orders a list, and how its value stands in a cursor.

    ``read`` raises ValueError for what is no value.
    """

    field: str
    read: Callable[[str], Any]
    write: Callable[[Any], str]
    descending: bool = False

    def beyond(self, value: Any, row_id: int) -> Q:
        """The rows after one, by its value and id."""
        way = "lt" if self.descending else "gt"
        return Q(**{f"{self.field}__{way}": value}) | Q(**{self.field: value, f"id__{way}": row_id})


def page_in(rows: QuerySet[Row], order: Order, *, after: str = "", size: int = PAGE) -> Page[Row]:
    """A page of rows in an order, beginning after a cursor.

    A cursor that is none begins at the start: nobody types one.
    """
    sign = "-" if order.descending else ""
    ordered = rows.order_by(f"{sign}{order.field}", f"{sign}id")
    if (read := _read(order, after)) is not None:
        ordered = ordered.filter(order.beyond(*read))
    found = list(ordered[: size + 1])
    shown = found[:size]
    if len(found) <= size:
        return Page(shown, "")
    last = shown[-1]
    return Page(shown, f"{order.write(getattr(last, order.field))}.{last.pk}")


def page_by(rows: QuerySet[Row], field: str, *, after: str = "", size: int = PAGE) -> Page[Row]:
    """The same by an instant, the earliest first."""
    return page_in(rows, by_instant(field), after=after, size=size)


def page_by_day(rows: QuerySet[Row], field: str, *, after: str = "", size: int = PAGE) -> Page[Row]:
    """The same by a day, the earliest first."""
    return page_in(rows, by_day(field), after=after, size=size)


def by_instant(field: str, *, descending: bool = False) -> Order:
    """Ordered by an instant, kept to the microsecond."""
    return Order(field, _instant, _of_instant, descending)


def by_day(field: str, *, descending: bool = False) -> Order:
    """Ordered by a day."""
    return Order(field, date.fromisoformat, date.isoformat, descending)


def by_amount(field: str, *, descending: bool = False) -> Order:
    """Ordered by an amount of money that is not negative."""
    return Order(field, _amount, "{:.4f}".format, descending)


def _read(order: Order, cursor: str) -> tuple[Any, int] | None:
    found = CURSOR.fullmatch(cursor)
    if found is None:
        return None
    try:
        return order.read(found[1]), int(found[2])
    except ValueError:
        return None


def _instant(text: str) -> datetime:
    found = INSTANT.fullmatch(text)
    if found is None:
        raise ValueError(text)
    seconds, micros = int(found[1]), int(found[2])
    if seconds > 253_000_000_000 or micros > 999_999:
        raise ValueError(text)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=micros)


def _of_instant(at: datetime) -> str:
    return f"{int(at.timestamp())}.{at.microsecond}"


def _amount(text: str) -> Decimal:
    if not AMOUNT.fullmatch(text):
        raise ValueError(text)
    return Decimal(text)
