import os
import subprocess
import sys
from collections.abc import Generator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, connections
from psycopg import sql

from config.guard import refuse_unsafe_database
from tests.conftest import TestDatabase

OWNER = settings.DATABASES["owner"]["USER"]


@pytest.fixture
def signed_in_as(test_database: object, django_db_blocker) -> Generator[object]:
    """Give `default` another login for a while."""
    with django_db_blocker.unblock():
        kept = connection.settings_dict["USER"], connection.settings_dict["PASSWORD"]

        def become(user: str, password: str = "") -> None:
            connection.close()
            connection.settings_dict |= {"USER": user, "PASSWORD": password}

        yield become
        connection.close()
        connection.settings_dict |= {"USER": kept[0], "PASSWORD": kept[1]}


def test_the_applications_own_login_may_start(signed_in_as) -> None:
    refuse_unsafe_database()


def test_the_owner_may_not_start(signed_in_as) -> None:
    signed_in_as(OWNER, settings.DATABASES["owner"]["PASSWORD"])
    with pytest.raises(ImproperlyConfigured, match="owns tables"):
        refuse_unsafe_database()


@pytest.mark.parametrize(
    ("rights", "reason"), [("BYPASSRLS", "BYPASSRLS"), ("SUPERUSER", "is a superuser")]
)
def test_a_login_above_the_wall_may_not_start(
    superuser: None, signed_in_as, rights: str, reason: str
) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("DROP ROLE IF EXISTS over_the_wall")
        cursor.execute(
            sql.SQL("CREATE ROLE over_the_wall LOGIN PASSWORD 'wall' {}").format(sql.SQL(rights))
        )
        signed_in_as("over_the_wall", "wall")
        with pytest.raises(ImproperlyConfigured, match=reason):
            refuse_unsafe_database()
        connection.close()
        cursor.execute("DROP ROLE over_the_wall")


def test_the_guard_leaves_no_connection_to_be_forked(signed_in_as) -> None:
    refuse_unsafe_database()
    assert connection.connection is None


@pytest.fixture
def owners_address(test_database: TestDatabase, django_db_blocker) -> Generator[str]:
    """Give the address of the tests' database as its owner; its staff role has another name."""
    staff = sql.Identifier(f"{test_database.name}_staff")
    with django_db_blocker.unblock(), connections["owner"].cursor() as cursor:
        cursor.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(staff))
        url = urlsplit(os.environ["DATABASE_OWNER_URL"])
        yield url._replace(path=f"/{test_database.name}").geturl()
        cursor.execute(sql.SQL("DROP ROLE {}").format(staff))


@pytest.mark.parametrize(
    "process",
    [["-c", "import config.wsgi"], ["-m", "celery", "-A", "config", "worker", "--pool", "solo"]],
    ids=["web", "worker"],
)
def test_processes_that_sign_in_as_owner_stop(owners_address: str, process: list[str]) -> None:
    environ = os.environ | {
        "DATABASE_URL": owners_address,
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    said = subprocess.run(
        [sys.executable, *process], env=environ, capture_output=True, text=True, timeout=60
    )
    assert said.returncode == 1
    assert "row-level security would not hold" in said.stderr
