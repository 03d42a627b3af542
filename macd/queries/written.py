"""Wide queries that are asked all the time about one row or another: their SQL is written once.

Django writes a query anew each time it is asked; for one of a hundred and sixty columns that takes
longer than its answer. Here it is written at the first question of a process, and after that only
the value changes that it is asked about.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql.compiler import SQLCompiler
from django.db.models import Model, QuerySet
from django.db.models.sql import Query

M = TypeVar("M", bound=Model)
# Of what asks a query, this is its own; all else it found out when it wrote it.
OWN = frozenset({"query", "connection", "using"})


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
        if self._rows is None:
            self._rows = _written(self._make(0))
        rows = self._rows.all()
        rows.query.params = (value,)  # type: ignore[attr-defined]
        return list(rows)


def _written(rows: QuerySet[M]) -> QuerySet[M]:
    """The same rows by a query that knows its SQL."""
    compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
    sql, params = compiler.as_sql()
    if tuple(params) != (0,):
        raise TypeError(f"Asked about one value, it looks at these: {params}")
    fresh = rows.all()
    fresh.query = rows.query.chain(klass=_WrittenQuery)
    fresh.query.sql = sql  # type: ignore[attr-defined]
    fresh.query.known = {  # type: ignore[attr-defined]
        name: value for name, value in vars(compiler).items() if name not in OWN
    }
    fresh.query.converters = compiler.get_converters(  # type: ignore[attr-defined]
        [column[0] for column in compiler.select]
    )
    return fresh


class _WrittenQuery(Query):
    """A query whose SQL is known, and what else was found out when it was written."""

    sql: str
    params: tuple[int]
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
        return self.query.sql, self.query.params

    def get_converters(self, expressions: Any) -> Any:
        return self.query.converters
