"""All rows of the tests' database, and the statements that lead from some to others."""

from functools import cache

from django.db import connection
from psycopg import sql

# By table and key: the columns' values, as PostgreSQL writes them.
Rows = dict[str, dict[str, list[str | None]]]

# Written by migrations only.
FIXED = ("auth_permission", "django_content_type", "django_migrations")
# Read and written by a superuser, whom no policy holds up, and past all triggers.
PAST_ALL_WALLS = """
CREATE SCHEMA recall;
CREATE FUNCTION recall.read(query text) RETURNS TABLE (name text, key text, row_values text[])
LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN RETURN QUERY EXECUTE query; END $$;
CREATE FUNCTION recall.write(statements text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET session_replication_role = replica
AS $$ BEGIN EXECUTE statements; END $$;
GRANT USAGE ON SCHEMA recall TO PUBLIC;
"""
COLUMNS = """
SELECT c.relname, key.attname,
       array_agg(a.attname::text ORDER BY a.attnum)
  FROM pg_class c
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
  JOIN pg_attribute key ON key.attrelid = c.oid AND key.attnum = i.indkey[0]
 WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname <> ALL (%s)
 GROUP BY 1, 2 ORDER BY 1
"""


def rows_now() -> Rows:
    """Return what the running transaction sees."""
    found: Rows = {table: {} for table in tables()}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM recall.read(%s)", [_everything()])
        for table, key, values in cursor:
            found[table][key] = values
    return found


def write(statements: str) -> None:
    """Write what `difference` returned."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT recall.write(%s)", [statements])


@cache
def can_be_written() -> bool:
    """Whether this database has what it takes: its owner is a superuser."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace('recall') IS NOT NULL")
        return cursor.fetchone() == (True,)


def difference(before: Rows, after: Rows) -> str:
    """Return the statements that insert, update and delete what is different."""
    # What an exclusion constraint would not have beside each other goes before the other comes.
    deleted, updated, inserted = [], [], []
    for table, (key, columns) in tables().items():
        old, new = before[table], after[table]
        deleted += [_delete(table, key, at) for at in old if at not in new]
        for at, values in new.items():
            if at in old and old[at] != values:
                updated.append(_update(table, key, at, _changed(columns, old[at], values)))
        if added := [values for at, values in new.items() if at not in old]:
            inserted.append(_insert(table, columns, added))
    statements = deleted + updated + inserted
    with connection.cursor() as cursor:
        return sql.SQL("; ").join(statements).as_string(cursor.cursor)


@cache
def tables() -> dict[str, tuple[str, list[str]]]:
    """Return each table's key and columns."""
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS, [list(FIXED)])
        return {table: (key, columns) for table, key, columns in cursor}


@cache
def _everything() -> str:
    """Return the query for all rows of all tables."""
    each = sql.SQL("SELECT {}, {}::text, ARRAY[{}] FROM {}")
    queries = []
    for table, (key, columns) in tables().items():
        texts = sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier(c)) for c in columns)
        name = sql.Identifier(table)
        queries.append(each.format(sql.Literal(table), sql.Identifier(key), texts, name))
    with connection.cursor() as cursor:
        return sql.SQL(" UNION ALL ").join(queries).as_string(cursor.cursor)


def _changed(
    columns: list[str], old: list[str | None], new: list[str | None]
) -> dict[str, str | None]:
    each = zip(columns, old, new, strict=True)
    return {column: now for column, was, now in each if was != now}


def _listed(values: list[str | None]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Literal, values))


def _insert(table: str, columns: list[str], added: list[list[str | None]]) -> sql.Composed:
    rows = sql.SQL(", ").join(sql.SQL("({})").format(_listed(values)) for values in added)
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    statement = sql.SQL("INSERT INTO {} ({}) VALUES {}")
    return statement.format(sql.Identifier(table), names, rows)


def _update(table: str, key: str, at: str, values: dict[str, str | None]) -> sql.Composed:
    one = sql.SQL("{} = {}")
    set_to = [one.format(sql.Identifier(name), sql.Literal(now)) for name, now in values.items()]
    statement = sql.SQL("UPDATE {} SET {} WHERE {} = {}")
    where = sql.Identifier(key), sql.Literal(at)
    return statement.format(sql.Identifier(table), sql.SQL(", ").join(set_to), *where)


def _delete(table: str, key: str, at: str) -> sql.Composed:
    statement = sql.SQL("DELETE FROM {} WHERE {} = {}")
    return statement.format(sql.Identifier(table), sql.Identifier(key), sql.Literal(at))
