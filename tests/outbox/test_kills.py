"""Workers killed again and again: nothing is lost, and a kill repeats one mail at most."""

import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from demo.models import MailboxMessage
from outbox.delivering import deliver_next
from outbox.mail import message_id_for
from outbox.models import Message, State
from outbox.owing import owe
from tests.outbox.processes import environment_of_a_process

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
OWED = 60
KILLS = 2


def a_worker() -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "manage.py", "deliver_outbox"],
        env=environment_of_a_process(),
        cwd=settings.BASE_DIR,
        stdout=subprocess.DEVNULL,
    )


def until_sent(count: int) -> None:
    ends_at = time.monotonic() + 60
    while Message.objects.filter(state=State.SENT).count() < count:
        assert time.monotonic() < ends_at, "not delivered"
        time.sleep(0.005)


@pytest.fixture
def mailbox(settings: Any) -> None:
    """Deliver into the table that the killed workers deliver into."""
    settings.EMAIL_BACKEND = "demo.mailbox.MailboxBackend"


@pytest.mark.usefixtures("committed")
def test_kills_lose_nothing_and_repeat_one_mail_each_at_most(mailbox: None) -> None:
    for number in range(OWED):
        owe(channel="mailing", subject=str(number), at=AT, ordering_key=str(number % 7))
    for kill in range(1, KILLS + 1):
        worker = a_worker()
        until_sent(kill * 20)
        worker.kill()
        worker.wait()
        assert Message.objects.filter(state=State.PENDING).exists()
        # What the killed one held would come back after its lease; here its lease is over.
        Message.objects.filter(leased_until__isnull=False).update(leased_until=timezone.now())
    while deliver_next(clock=timezone.now):
        pass
    assert not Message.objects.exclude(state=State.SENT).exists()
    owed = {message_id_for(message) for message in Message.objects.all()}
    mailed = Counter(MailboxMessage.objects.values_list("message_id", flat=True))
    assert set(mailed) == owed
    assert len(owed) == OWED
    assert sum(mailed.values()) - OWED <= KILLS
