"""The outbox's commands: what they print, and how they exit."""

import json
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.management import call_command

from outbox.claiming import LEASE
from outbox.delivering import Outcome, deliver_next
from outbox.models import Message, State
from outbox.owing import owe
from tests.outbox import handlers
from tests.outbox.processes import environment_of_a_process

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def run(*command: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command(*command, stdout=out)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue()
    return 0, out.getvalue()


@pytest.mark.django_db
def test_outbox_counts_and_warns_of_attention() -> None:
    owe(channel="mail", subject="a", at=AT)
    code, text = run("outbox", "--json")
    assert code == 0
    assert json.loads(text) == {
        "pending": 1,
        "sent": 0,
        "attention": 0,
        "dropped": 0,
        "oldest_pending_at": AT.isoformat(),
        "channels": {"mail": {"pending": 1, "sent": 0, "attention": 0, "dropped": 0}},
    }
    Message.objects.update(state=State.ATTENTION)
    code, text = run("outbox")
    assert code == 1
    assert "attention         1" in text


@pytest.mark.django_db
def test_deliver_outbox_delivers_what_is_due() -> None:
    owe(channel="mail", subject="a", at=AT)
    owe(channel="mail", subject="b", at=AT)
    assert run("deliver_outbox", "--once", "--json") == (
        0,
        '{"sent": 2, "retry": 0, "attention": 0, "lost": 0, "dropped": 0}\n',
    )
    assert len(handlers.seen) == 2


@pytest.mark.django_db
def test_deliver_outbox_tells_of_failures_and_takes_up_what_needs_attention() -> None:
    owe(channel="refusing", subject="a", at=AT)
    Message.objects.update(state=State.ATTENTION, attempts=8)
    assert run("deliver_outbox", "--once")[0] == 0
    code, text = run("deliver_outbox", "--once", "--attention", "--json")
    assert (code, json.loads(text)["retry"]) == (1, 1)


@pytest.mark.usefixtures("committed")
def test_a_worker_killed_in_its_handler_loses_nothing(settings: Any) -> None:
    owe(channel="killing", subject="a", at=AT)
    command = [sys.executable, "manage.py", "deliver_outbox", "--once"]
    killed = subprocess.run(
        command, env=environment_of_a_process(), cwd=configured.BASE_DIR, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    row = Message.objects.get()
    assert (row.state, row.attempts, row.sent_at) == (State.PENDING, 1, None)
    assert row.leased_until is not None
    settings.OUTBOX_CHANNELS = {"killing": "tests.outbox.handlers.remember"}
    before = row.leased_until - timedelta(seconds=1)
    assert deliver_next(clock=lambda: before) is None
    assert deliver_next(clock=lambda: before + LEASE) is Outcome.SENT
    assert handlers.seen == [row.pk]


@pytest.mark.usefixtures("committed")
def test_the_relay_starts_listens_and_stops_when_told() -> None:
    relay = subprocess.Popen(
        [sys.executable, "manage.py", "relay"],
        env=environment_of_a_process(),
        cwd=configured.BASE_DIR,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert relay.stderr is not None
        assert any("The relay listens" in line for line in relay.stderr)
        relay.send_signal(signal.SIGTERM)
        began = time.monotonic()
        assert relay.wait(timeout=10) == 0
        assert time.monotonic() - began < 5
    finally:
        relay.kill()
        relay.wait()
        if relay.stderr is not None:
            relay.stderr.close()
