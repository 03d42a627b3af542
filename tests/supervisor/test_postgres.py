import os
import shutil
import signal
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from supervisor.places import LONGEST_SOCKET_FOLDER
from supervisor.postgres import OWNER, Postgres
from supervisor.problems import CannotStart


@contextmanager
def running(postgres: Postgres) -> Generator[psycopg.Connection]:
    process = postgres.start()
    try:
        with psycopg.connect(postgres.url(OWNER), autocommit=True) as connection:
            yield connection
    finally:
        process.ask_to_stop()
        process.wait()


def test_what_is_stored_is_there_after_a_restart(home: Path) -> None:
    with running(Postgres(home)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    with running(Postgres(home)) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_it_has_what_the_migrations_use(home: Path) -> None:
    with running(Postgres(home, careless=True)) as connection:
        connection.execute("CREATE EXTENSION btree_gist")
        connection.execute("CREATE EXTENSION pg_trgm")
        facts = connection.execute(
            "SELECT current_setting('server_encoding'), 'é' < 'z' COLLATE \"C\""
        )
        assert facts.fetchone() == ("UTF8", False)


def test_only_careless_clusters_are_careless(home: Path) -> None:
    with running(Postgres(home)) as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
        assert connection.execute("SHOW synchronous_commit").fetchone() == ("on",)
    with running(Postgres(home, careless=True)) as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("off",)


def test_nobody_reaches_it_over_the_network(home: Path) -> None:
    postgres = Postgres(home, careless=True)
    with running(postgres) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert postgres.sockets.stat().st_mode & 0o077 == 0


def test_lock_files_of_the_dead_do_not_keep_it_from_starting(home: Path) -> None:
    postgres = Postgres(home)
    with running(postgres):
        pass
    somebody_else = os.getpid()
    for lock in (postgres.data / "postmaster.pid", postgres.sockets / ".s.PGSQL.5432.lock"):
        lock.write_text(f"{somebody_else}\n{postgres.data}\n")
    with running(Postgres(home)) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_server_that_nobody_remembers_is_stopped_first(home: Path) -> None:
    forgotten = Postgres(home).start()
    with running(Postgres(home)) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert not forgotten.alive
    assert forgotten.running is not None
    assert forgotten.running.returncode in {0, -signal.SIGINT}


def test_a_long_path_gets_a_short_socket(home: Path) -> None:
    postgres = Postgres(home / ("long-" * 20), careless=True)
    assert len(os.fsencode(postgres.sockets)) <= LONGEST_SOCKET_FOLDER
    with running(postgres) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs it as another user")
def test_a_closed_state_directory_gets_its_data_put_elsewhere(home: Path) -> None:
    home.mkdir(mode=0o700)
    elsewhere = Postgres(home, careless=True)
    try:
        with running(elsewhere) as connection:
            connection.execute("CREATE TABLE kept ()")
        home.chmod(0o755)
        with running(Postgres(home, careless=True)) as connection:
            assert connection.execute("SELECT to_regclass('kept')::text").fetchone() == ("kept",)
        assert home not in elsewhere.data.parents
    finally:
        shutil.rmtree(elsewhere.data.parent)


def test_data_of_a_version_that_is_gone_is_not_touched(home: Path) -> None:
    postgres = Postgres(home)
    postgres.data.mkdir(parents=True)
    (postgres.data / "PG_VERSION").write_text("9\n")
    with pytest.raises(CannotStart, match="made by PostgreSQL 9, which is not installed"):
        postgres.start()
    assert [path.name for path in postgres.data.iterdir()] == ["PG_VERSION"]
