"""What every test may ask for: a migrated database, a tenant context, a committed world."""

import logging
import os
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import hypothesis
import psycopg
import pytest
from _pytest import runner
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test import override_settings
from psycopg import sql
from xdist.scheduler import LoadScopeScheduling

from config.addresses import database
from config.prepare import compile_messages
from runtime.frames import roomy
from runtime.garbage import settle
from tests.parallel import InGroups, share_of
from tests.recall import recall
from tests.rows import PAST_ALL_WALLS

# Of the requests that tests make.
YEARS = range(2024, 2030)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the journeys be travelled by others than those they were written for."""
    group = parser.getgroup("journeys", "who travels")
    group.addoption("--language", choices=["nl", "fr", "en", "de"], help="everybody reads this")
    group.addoption("--phone", action="store_true", help="everybody has a narrow screen")
    group.addoption("--pictures", action="store_true", help="take the README's pictures anew")


def pytest_configure() -> None:
    """Say how to run the tests, when nobody has started their database."""
    if not os.environ.get("DATABASE_OWNER_URL"):
        pytest.exit("The tests need a database and a broker of their own: bin/test", returncode=2)
    # How long something took fails no test: a machine has other things to do.
    hypothesis.settings.register_profile(
        "untimed", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
    )
    hypothesis.settings.load_profile("untimed")


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """Keep in one process what shares a fixture that is dear to make."""
    return InGroups(config, log)


def pytest_sessionstart() -> None:
    """Compile the translations, as a start does."""
    compile_messages()


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Begin with another part of the tests than the other processes.

    What one of them has compiled the others find; in the same order all would compile everything.
    """
    if worker := getattr(session.config, "workerinput", {}):
        root = session.config.rootpath
        modules = sorted(path.relative_to(root) for path in root.glob("tests/**/test_*.py"))
        for path in share_of(modules, worker["workerid"], worker["workercount"]):
            import_module(".".join(path.with_suffix("").parts))


def pytest_collection_finish() -> None:
    """Leave what was imported out of the search for garbage, which a sixth of the time went to."""
    settle()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> object:
    """Run a test as pytest does, in the room that pages have."""
    return roomy(runner.pytest_runtest_protocol)(item, nextitem)


class TestDatabase:
    """One database per pytest process, copied from a migrated one that nobody connects to.

    That one is made by the first of the processes and dropped by the last.
    """

    __test__ = False

    def __init__(self, name: str, *, run: str) -> None:
        self.name = name
        self.run = run
        self.as_migrated = False
        self.template = f"{run}_template"
        owner = settings.DATABASES["owner"]
        self.address = {
            "host": owner["HOST"],
            "port": owner["PORT"],
            "user": owner["USER"],
            "password": owner["PASSWORD"],
        }

    def build(self) -> None:
        """Migrate the template as its owner unless another process did, and copy it."""
        with self._alone() as connection:
            if not self._there(connection, self.template):
                self._migrate()
        self.copy()

    def _migrate(self) -> None:
        """Make the template; it has its name once it is whole."""
        making = f"{self.template}_making"
        self._drop(making)
        self._run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(making)))
        self._point_at(making)
        call_command("prepare_database", verbosity=0)
        call_command("migrate", database="owner", verbosity=0, interactive=False)
        self._prepare_for_recall()
        connections.close_all()
        names = sql.Identifier(making), sql.Identifier(self.template)
        self._run(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*names))

    def _prepare_for_recall(self) -> None:
        """Give requests numbers that no test takes back, and let kept rows be written."""
        with connections["owner"].cursor() as cursor:
            for year in YEARS:
                cursor.execute("SELECT macd_next_number(%s)", [year])
            cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
            if cursor.fetchone() == (True,):
                cursor.execute(PAST_ALL_WALLS)

    def copy(self) -> None:
        """Throw away what tests committed: copy the template anew.

        Sequences go on where they were: kept rows have ids that must not be given again.
        """
        connections.close_all()
        at = self._sequences()
        self._drop(self.name)
        names = sql.Identifier(self.name), sql.Identifier(self.template)
        self._run(sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(*names))
        self._point_at(self.name)
        self._go_on(at)
        self.as_migrated = True

    def _sequences(self) -> list[tuple[str, int]]:
        with self._administration() as connection:
            if not self._there(connection, self.name):
                return []
        asked = "SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL"
        with self._administration(self.name) as connection:
            return connection.execute(asked).fetchall()

    def _go_on(self, at: list[tuple[str, int]]) -> None:
        setting = (
            "SELECT setval(name, last) FROM unnest(%s::text[], %s::bigint[]) AS s (name, last)"
        )
        with self._administration(self.name) as connection:
            connection.execute(setting, [list(each) for each in zip(*at, strict=True)] or [[], []])

    @contextmanager
    def altered(self) -> Generator[None]:
        """Commit to it; it is copied anew after."""
        self.as_migrated = False
        yield
        self.copy()

    @contextmanager
    def elsewhere(self, environ: Mapping[str, str]) -> Generator[None]:
        """Let this process work in the database and the files of an installation meanwhile."""
        kept = {alias: dict(connections[alias].settings_dict) for alias in ("default", "owner")}
        addresses = {
            "default": database(environ["DATABASE_URL"], name="DATABASE_URL"),
            "owner": database(environ["DATABASE_OWNER_URL"], name="DATABASE_OWNER_URL"),
        }
        connections.close_all()
        for alias, address in addresses.items():
            place = {key: address[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
            connections[alias].settings_dict.update(place)
        facts = {
            "STORAGE_ROOT": Path(environ["STORAGE_URL"]),
            "APP_ROLE": addresses["default"]["USER"],
            "STAFF_ROLE": f"{addresses['default']['NAME']}_staff",
        }
        with override_settings(**facts):
            yield
        connections.close_all()
        for alias, settings_dict in kept.items():
            connections[alias].settings_dict.update(settings_dict)

    def destroy(self) -> None:
        """Drop it, and the template where no other process has a copy."""
        connections.close_all()
        with self._alone() as connection:
            self._drop(self.name)
            if not self._there(connection, f"{self.run}_gw%"):
                self._drop(self.template)

    def _point_at(self, name: str) -> None:
        connections.close_all()
        for alias in ("default", "owner"):
            connections[alias].settings_dict["NAME"] = name

    def _drop(self, name: str) -> None:
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _run(self, statement: sql.Composed) -> None:
        with self._administration() as connection:
            connection.execute(statement)

    @contextmanager
    def _alone(self) -> Generator[psycopg.Connection]:
        """Let one process at a time make what all share: the template, and the server's roles."""
        with self._administration() as connection:
            connection.execute("SELECT pg_advisory_lock(1)")
            yield connection

    def _there(self, connection: psycopg.Connection, pattern: str) -> bool:
        """Whether there is a database of such a name."""
        asked = "SELECT EXISTS (SELECT FROM pg_database WHERE datname LIKE %s)"
        return connection.execute(asked, (pattern,)).fetchone() == (True,)

    def _administration(self, name: str = "postgres") -> psycopg.Connection:
        facts = {key: value for key, value in self.address.items() if value}
        return psycopg.connect(dbname=name, autocommit=True, **facts)


@pytest.fixture(scope="session")
def test_database(django_db_blocker: Any) -> Generator[TestDatabase]:
    """Build this process's database, once."""
    # A run has a name of its own: what a broken one has left behind is not taken for its own.
    uid = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))[:8]
    run = f"{settings.DATABASES['owner']['NAME']}_{uid}"
    database = TestDatabase(f"{run}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}", run=run)
    with django_db_blocker.unblock():
        database.build()
    yield database
    with django_db_blocker.unblock():
        database.destroy()


@pytest.fixture(scope="session")
def django_db_setup(test_database: TestDatabase) -> None:
    """Take the place of pytest-django's own databases: ours are two roles on one database."""


@pytest.fixture
def superuser(test_database: TestDatabase, django_db_blocker: Any) -> None:
    """Skip where the owner of a given database is not a superuser, as the embedded one's is."""
    with django_db_blocker.unblock(), connections["owner"].cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone() != (True,):
            pytest.skip("needs an owner that is a superuser: bin/test without DATABASE_OWNER_URL")


@pytest.fixture
def system(
    db: None, test_database: TestDatabase, monkeypatch: pytest.MonkeyPatch
) -> Generator[None]:
    """See and write all customers' rows, as the provider's own processes do."""
    from accounts.tenancy import as_system

    with as_system(), recall.test(monkeypatch, as_migrated=test_database.as_migrated):
        yield


@pytest.fixture(autouse=True)
def failed_alone() -> Generator[list[logging.LogRecord]]:
    """What the clock could not do, which only the log tells; a test that expects it clears it."""
    failed: list[logging.LogRecord] = []
    handler = logging.Handler()
    handler.emit = failed.append  # type: ignore[method-assign]
    logger = logging.getLogger("macd.operations.alone")
    logger.addHandler(handler)
    yield failed
    logger.removeHandler(handler)
    assert failed == [], [record.exc_text or record.exc_info for record in failed]


@pytest.fixture
def committed(test_database: TestDatabase, django_db_blocker: Any) -> Generator[None]:
    """Commit for real, for tests with several connections; the database is copied anew after."""
    with django_db_blocker.unblock(), test_database.altered():
        yield


@pytest.fixture(scope="module")
def committed_once(test_database: TestDatabase, django_db_blocker: Any) -> Generator[None]:
    """The same for all tests of a module, where making their world takes long."""
    with django_db_blocker.unblock(), test_database.altered():
        yield
