"""Pages of a long list by the key of its last row, so that far pages cost what near ones do."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Generic, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)

PAGE = 50
CURSOR = re.compile(r"(\d{1,15})\.(\d{1,12})\.(\d{1,18})")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page, and where the next one starts (empty at the end)."""

    rows: list[Row]
    following: str

    def url_after(self, query: Mapping[str, str]) -> str:
        """The address of the next page within the same list; empty at the end."""
        if not self.following:
            return ""
        return "?" + urlencode({**{k: v for k, v in query.items() if v}, "after": self.following})


def page_by(rows: QuerySet[Row], field: str, *, after: str = "", size: int = PAGE) -> Page[Row]:
    """A page of rows ordered by an instant and id, beginning after a cursor.

    A cursor that is none begins at the start: nobody types one.
    """
    ordered = rows.order_by(field, "id")
    if (read := _read(after)) is not None:
        at, row_id = read
        ordered = ordered.filter(Q(**{f"{field}__gt": at}) | Q(**{field: at, "id__gt": row_id}))
    found = list(ordered[: size + 1])
    shown = found[:size]
    more = len(found) > size
    return Page(shown, _cursor(shown[-1], field) if more else "")


def page_by_day(rows: QuerySet[Row], field: str, *, after: str = "", size: int = PAGE) -> Page[Row]:
    """The same for rows ordered by a day (a column or annotation that is never empty) and id."""
    ordered = rows.order_by(field, "id")
    if (read := _read_day(after)) is not None:
        day, row_id = read
        ordered = ordered.filter(Q(**{f"{field}__gt": day}) | Q(**{field: day, "id__gt": row_id}))
    found = list(ordered[: size + 1])
    shown = found[:size]
    if len(found) <= size:
        return Page(shown, "")
    return Page(shown, f"{getattr(shown[-1], field).isoformat()}.{shown[-1].pk}")


def _read_day(cursor: str) -> tuple[date, int] | None:
    day, _, row_id = cursor.partition(".")
    if not (row_id.isdecimal() and row_id.isascii() and len(row_id) <= 18):
        return None
    try:
        return date.fromisoformat(day), int(row_id)
    except ValueError:
        return None


def _cursor(row: Model, field: str) -> str:
    at: datetime = getattr(row, field)
    return f"{int(at.timestamp())}.{at.microsecond}.{row.pk}"


def _read(cursor: str) -> tuple[datetime, int] | None:
    found = CURSOR.fullmatch(cursor)
    if found is None:
        return None
    seconds, micros, row_id = (int(part) for part in found.groups())
    if seconds > 253_000_000_000 or micros > 999_999:
        return None
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=micros), row_id
