"""`prepare_database`: the two roles the application needs, before the first migration."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, ProgrammingError, connections
from django.db.backends.utils import CursorWrapper
from psycopg import sql

# The application reads and writes rows; tables, triggers and policies stay the owner's.
ROWS = "SELECT, INSERT, UPDATE, DELETE"


class Command(BaseCommand):
    """Create the application's login and the staff role; safe to repeat."""

    help = (
        "Creates the login role of the application (NOINHERIT) and the staff role, and lets both"
        " read and write the rows of every table the owner makes. Run it before `migrate`;"
        " repeating it changes nothing."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --sql and --json."""
        parser.add_argument("--sql", action="store_true", help="print the SQL, change nothing")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Create what is missing as the owner, or say what an administrator must run."""
        if "owner" not in connections:
            raise CommandError("DATABASE_OWNER_URL is not set: the roles are made by the owner.")
        application, staff = settings.APP_ROLE, settings.STAFF_ROLE
        password = str(connections.databases[DEFAULT_DB_ALIAS].get("PASSWORD") or "")
        with connections["owner"].cursor() as cursor:
            cursor.execute("SELECT current_user, current_database()")
            owner, database = cursor.fetchone() or ("", "")
            if owner == application:
                raise CommandError(
                    f"DATABASE_URL signs in as the owner {owner!r}; it must be a login of its own."
                )
            created, statements = plan(
                cursor, application=application, staff=staff, password=password, database=database
            )
            if not options["sql"]:
                execute(cursor, statements)
            script = [statement.as_string(cursor.connection) + ";" for statement in statements]
        if options["sql"]:
            self.stdout.write("\n".join(script))
        elif options["json"]:
            self.stdout.write(json.dumps({"database": database, "created": created}))
        else:
            self.stdout.write(f"Roles {application} and {staff} are ready in {database}.")


def plan(
    cursor: CursorWrapper, *, application: str, staff: str, password: str, database: str
) -> tuple[list[str], list[sql.Composed]]:
    """Return the roles that are missing and the statements that bring all in order."""
    cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", ([application, staff],))
    present = {row[0] for row in cursor.fetchall()}
    login, group = sql.Identifier(application), sql.Identifier(staff)
    statements: list[sql.Composed] = []
    if application not in present:
        # NOINHERIT before the grant: otherwise the login would have the staff policy at all times.
        secret = sql.SQL(" PASSWORD {}").format(sql.Literal(password)) if password else sql.SQL("")
        statements.append(sql.SQL("CREATE ROLE {} LOGIN NOINHERIT").format(login) + secret)
    if staff not in present:
        statements.append(sql.SQL("CREATE ROLE {} NOLOGIN").format(group))
    if {application, staff} - present:
        statements.append(sql.SQL("GRANT {} TO {}").format(group, login))
    statements += [
        sql.SQL(each).format(login, group, sql.Identifier(database))
        for each in (
            "GRANT CONNECT ON DATABASE {2} TO {0}",
            "GRANT USAGE ON SCHEMA public TO {0}, {1}",
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {ROWS} ON TABLES TO {{0}}, {{1}}",
            "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO {0}, {1}",
        )
    ]
    if {application, staff} - present:
        # Tables made before the roles. Not repeated later: a migration may have taken some back.
        statements += [
            sql.SQL(each).format(login, group)
            for each in (
                f"GRANT {ROWS} ON ALL TABLES IN SCHEMA public TO {{0}}, {{1}}",
                "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {0}, {1}",
            )
        ]
    return sorted({application, staff} - present), statements


def execute(cursor: CursorWrapper, statements: list[sql.Composed]) -> None:
    """Run the statements; CommandError with the SQL where the owner may not create roles."""
    for statement in statements:
        try:
            cursor.execute(statement)
        except ProgrammingError as refused:
            script = ";\n".join(each.as_string(cursor.connection) for each in statements)
            raise CommandError(
                f"{refused}".strip() + "\nLet an administrator of the database run:\n" + script
            ) from refused
