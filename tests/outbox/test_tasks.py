"""The tasks, with the real broker: woken, swept, and unharmed by its absence."""

import subprocess
import sys
import time
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import connections
from django.utils import timezone

from config.celery import app
from outbox import tasks
from outbox.claiming import LEASE, MOST_ATTEMPTS
from outbox.models import Message, State
from outbox.owing import owe
from tests.outbox import handlers
from tests.outbox.processes import environment_of_a_process

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def broker() -> Generator[None]:
    """The real one of the test run, with nothing in it before and after."""
    empty()
    yield
    empty()


def queues() -> list[str]:
    return ["celery", *configured.OUTBOX_CHANNELS]


def empty() -> None:
    with app.connection_for_read() as connection:
        connection.default_channel.client.delete(*queues())


@pytest.fixture
def worker(committed: None, broker: None) -> Generator[None]:
    """A Celery worker on the real broker, in a thread of this process."""
    from celery.contrib.testing.worker import start_worker

    with start_worker(app, pool="solo", perform_ping_check=False, loglevel="ERROR"):
        yield
    connections.close_all()


def waiting() -> int:
    """Count the tasks that the broker holds."""
    with app.connection_for_read() as connection:
        client = connection.default_channel.client
        return sum(int(client.llen(name)) for name in queues())


def until_sent(count: int) -> None:
    ends_at = time.monotonic() + 15
    while Message.objects.filter(state=State.SENT).count() < count:
        assert time.monotonic() < ends_at, "not delivered"
        time.sleep(0.02)


@pytest.mark.usefixtures("worker")
def test_woken_workers_deliver_what_is_owed() -> None:
    for number in range(5):
        owe(channel="mail", subject=str(number), at=AT)
    assert tasks.wake(["mail"])
    until_sent(5)
    assert len(handlers.seen) == 5


@pytest.mark.usefixtures("worker")
def test_the_sweep_finds_what_no_wake_up_reached() -> None:
    owe(channel="mail", subject="a", at=AT)
    tasks.sweep.apply_async()
    until_sent(1)


@pytest.mark.usefixtures("committed", "broker")
def test_a_backlog_of_one_channel_leaves_the_others_their_turn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """However many wake-ups for mails wait, a seal owed after them all is among the first made."""
    from celery.contrib.testing.worker import start_worker

    monkeypatch.setattr(tasks, "TURN", 0.0)
    for number in range(20):
        owe(channel="mail", subject=str(number), at=AT)
    tasks.wake(["mail"] * 20)
    owe(channel="seal", subject="signed", at=AT)
    tasks.wake(["seal"])
    with start_worker(app, pool="solo", perform_ping_check=False, loglevel="ERROR"):
        until_sent(21)
    connections.close_all()
    assert handlers.seen.index(Message.objects.get(channel="seal").pk) < 5


@pytest.mark.django_db
@pytest.mark.usefixtures("broker")
def test_the_sweep_wakes_one_task_per_channel_with_something_due() -> None:
    for _ in range(3):
        owe(channel="mail", subject="a", at=AT)
    owe(channel="picky", subject="a", at=AT)
    owe(channel="settling", subject="later", at=AT)
    Message.objects.filter(channel="settling").update(
        next_attempt_at=timezone.now() + timedelta(hours=1)
    )
    tasks.sweep()
    assert waiting() == 2


@pytest.mark.django_db
@pytest.mark.usefixtures("broker")
def test_the_sweep_gives_up_messages_whose_workers_died() -> None:
    owe(channel="mail", subject="a", at=AT)
    Message.objects.update(attempts=MOST_ATTEMPTS, leased_until=timezone.now() - LEASE)
    tasks.sweep()
    assert Message.objects.get().state == State.ATTENTION
    assert waiting() == 0


@pytest.mark.django_db
@pytest.mark.usefixtures("broker")
def test_a_turn_that_runs_out_wakes_a_successor(monkeypatch: pytest.MonkeyPatch) -> None:
    owe(channel="mail", subject="a", at=AT)
    owe(channel="mail", subject="b", at=AT)
    monkeypatch.setattr(tasks, "TURN", 0.0)
    tasks.deliver("mail")
    assert len(handlers.seen) == 1
    assert waiting() == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("broker")
def test_a_yielding_channel_hands_the_worker_on_after_each_message(settings: Any) -> None:
    settings.OUTBOX_YIELDING = {"picky"}
    for channel in ("picky", "mail"):
        owe(channel=channel, subject="a", at=AT)
        owe(channel=channel, subject="b", at=AT)
    tasks.deliver("picky")
    assert (len(handlers.seen), waiting()) == (1, 1)
    tasks.deliver("mail")
    assert (len(handlers.seen), waiting()) == (3, 1)


@pytest.mark.django_db
@pytest.mark.usefixtures("broker")
def test_a_slow_channel_has_its_own_seconds(settings: Any) -> None:
    settings.OUTBOX_SECONDS = {"picky": 500}
    assert tasks.wake(["picky", "mail", None])
    with app.connection_for_read() as connection:
        limits = [
            connection.SimpleQueue(name).get(timeout=5).headers["timelimit"]
            for name in ("picky", "mail", "celery")
        ]
    assert limits == [[503, 500], [39, 36], [503, 500]]


@pytest.mark.django_db
def test_delivering_a_channel_leaves_the_others() -> None:
    owe(channel="mail", subject="a", at=AT)
    owe(channel="picky", subject="b", at=AT)
    tasks.deliver("picky")
    assert Message.objects.get(channel="mail").state == State.PENDING
    tasks.deliver()
    assert Message.objects.get(channel="mail").state == State.SENT


@pytest.mark.usefixtures("committed")
def test_without_broker_owing_works_and_waking_says_no(tmp_path: Path) -> None:
    owing_and_waking = (
        "import django; django.setup();"
        "from django.utils import timezone;"
        "from outbox.owing import owe; from outbox.tasks import wake;"
        "owe(channel='mail', subject='a', at=timezone.now());"
        "print('woken' if wake(['mail']) else 'not woken')"
    )
    nobody = {"REDIS_URL": f"redis+socket://{tmp_path}/nobody"}
    process = subprocess.run(
        [sys.executable, "-c", owing_and_waking],
        env=environment_of_a_process() | nobody,
        cwd=configured.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    assert process.stdout == "not woken\n"
    assert Message.objects.get().state == State.PENDING
