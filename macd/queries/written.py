"""Wide queries that are asked all the time about one row or another: their SQL is written once.

Django writes a query anew each time it is asked; for one of a hundred and sixty columns that takes
longer than its answer. Here it is written at the first question of a process, and after that only
the value changes that it is asked about, or the question that finds this value.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql.compiler import SQLCompiler
from django.db.models import Model, QuerySet
from django.db.models.sql import Query

M = TypeVar("M", bound=Model)
# Of what asks a query, this is its own; all else it found out when it wrote it.
OWN = frozenset({"query", "connection", "using"})
# Stands for the value while a query is written: no row has this key.
SOME = -1
PLACE = "%s"


class Written(Generic[M]):
    """Rows that belong to one value, a primary key as a rule: ``Written(lambda pk: …).of(pk)``.

    ``rows`` makes the query for a value; it is called once, and may look at the value in one
    condition only.
    """

    def __init__(self, rows: Callable[[int], QuerySet[M]]) -> None:
        self._make = rows
        self._rows: QuerySet[M] | None = None

    def of(self, value: int) -> list[M]:
        """The rows that belong to this value, as they are now."""
        return self._asked(PLACE, (value,))

    def where(self, found: QuerySet[Any, Any]) -> list[M]:
        """The rows that belong to the one value that ``found`` finds; none where it finds none.

        ``found`` has one column and at most one row: ``documents.values("pk")``.
        """
        try:
            sql, params = found.query.sql_with_params()
        except EmptyResultSet:
            return []
        return self._asked(f"({sql})", params)

    def _asked(self, place: str, params: tuple[Any, ...]) -> list[M]:
        if self._rows is None:
            self._rows = _written(self._make(SOME))
        rows = self._rows.all()
        query: _WrittenQuery = rows.query  # type: ignore[assignment]
        query.asked = query.text.about(place, params)
        return list(rows)


@dataclass(frozen=True, slots=True)
class _Text:
    """SQL and its parameters, before and after the place of the value."""

    before: str
    after: str
    params_before: tuple[Any, ...]
    params_after: tuple[Any, ...]

    def about(self, place: str, params: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]]:
        """The whole, with this in that place."""
        sql = f"{self.before}{place}{self.after}"
        return sql, (*self.params_before, *params, *self.params_after)


def _text(sql: str, params: tuple[Any, ...]) -> _Text:
    """Take a query about ``SOME`` apart at the place where it looks at it."""
    parts = sql.split(PLACE)
    if params.count(SOME) != 1 or len(parts) != len(params) + 1:
        raise TypeError(f"Asked about one value, it looks at these: {params}")
    at = params.index(SOME)
    before, after = PLACE.join(parts[: at + 1]), PLACE.join(parts[at + 1 :])
    return _Text(before, after, params[:at], params[at + 1 :])


def _written(rows: QuerySet[M]) -> QuerySet[M]:
    """The same rows by a query that knows its SQL."""
    compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
    sql, params = compiler.as_sql()
    query: _WrittenQuery = rows.query.chain(klass=_WrittenQuery)  # type: ignore[assignment]
    query.text = _text(sql, tuple(params))
    query.known = {name: value for name, value in vars(compiler).items() if name not in OWN}
    query.converters = compiler.get_converters([column[0] for column in compiler.select])
    fresh = rows.all()
    fresh.query = query
    return fresh


class _WrittenQuery(Query):
    """A query whose SQL is known, and what else was found out when it was written."""

    text: _Text
    asked: tuple[str, tuple[Any, ...]]
    known: dict[str, Any]
    converters: dict[int, Any]

    def get_compiler(
        self, using: str | None = None, connection: Any = None, elide_empty: bool = True
    ) -> SQLCompiler:
        """Return what asks it, without writing it."""
        compiler = _Asking(self, connections[using or DEFAULT_DB_ALIAS], using, elide_empty)
        vars(compiler).update(self.known)
        return compiler


class _Asking(SQLCompiler):
    """Asks a query that is written already."""

    query: _WrittenQuery

    def as_sql(self, *_args: Any, **_options: Any) -> Any:
        return self.query.asked

    def get_converters(self, expressions: Any) -> Any:
        return self.query.converters
