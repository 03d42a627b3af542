"""The relay hears of what is committed, and outlives the database's and the broker's restarts."""

import threading
import time
from collections.abc import Callable, Generator, Iterable
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from outbox.listening import relay
from outbox.owing import owe

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PATIENCE = 10.0


class Workers:
    """Who is woken; `away` answers as a broker that cannot be reached."""

    def __init__(self) -> None:
        self.woken: list[str] = []
        self.refusals = 0
        self.away = False

    def wake(self, channels: Iterable[str]) -> bool:
        if self.away:
            self.refusals += 1
            return False
        self.woken.extend(channels)
        return True


def until(condition: Callable[[], bool]) -> None:
    ends_at = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < ends_at, "nothing happened"
        time.sleep(0.01)


def listening() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE application_name = 'outbox relay'"
            " AND datname = current_database() AND query LIKE 'LISTEN%'"
        )
        return [pid for (pid,) in cursor.fetchall()]


@pytest.fixture
def workers(committed: None) -> Generator[Workers]:
    workers, stopped = Workers(), threading.Event()

    def run() -> None:
        relay(wake=workers.wake, running=lambda: not stopped.is_set(), pause=0.05)
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield workers
    finally:
        stopped.set()
        thread.join(PATIENCE)
        assert not thread.is_alive()


def test_what_is_committed_wakes_and_what_is_not_does_not(workers: Workers) -> None:
    until(lambda: bool(listening()))
    with transaction.atomic():
        owe(channel="mail", subject="a", at=AT)
        time.sleep(0.3)
        assert workers.woken == []
    until(lambda: workers.woken == ["mail"])


def test_a_rolled_back_message_wakes_nobody(workers: Workers) -> None:
    until(lambda: bool(listening()))
    with transaction.atomic():
        owe(channel="mail", subject="a", at=AT)
        transaction.set_rollback(True)
    owe(channel="picky", subject="b", at=AT)
    until(lambda: bool(workers.woken))
    # The relay may look once more when it starts to listen: it wakes for what is there.
    assert set(workers.woken) == {"picky"}


def test_the_relay_comes_back_after_the_database(workers: Workers) -> None:
    until(lambda: bool(listening()))
    (before,) = listening()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [before])
    owe(channel="mail", subject="owed while nobody listened", at=AT)
    until(lambda: workers.woken == ["mail"])
    until(lambda: listening() not in ([], [before]))
    owe(channel="picky", subject="b", at=AT)
    until(lambda: "picky" in workers.woken)


def test_a_wake_up_waits_for_the_broker(workers: Workers) -> None:
    until(lambda: bool(listening()))
    workers.away = True
    owe(channel="mail", subject="a", at=AT)
    until(lambda: workers.refusals >= 2)
    workers.away = False
    until(lambda: workers.woken == ["mail"])


@pytest.mark.usefixtures("committed")
def test_a_starting_relay_wakes_for_what_is_due_already() -> None:
    owe(channel="mail", subject="a", at=AT)
    workers = Workers()
    relay(wake=workers.wake, running=lambda: not workers.woken, pause=0.05)
    assert workers.woken == ["mail"]
