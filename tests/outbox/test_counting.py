"""The outbox's standing adds up."""

from datetime import UTC, datetime, timedelta

import pytest

from outbox.counting import standing
from outbox.models import Message, State
from outbox.owing import owe

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_an_empty_outbox_stands_at_nothing() -> None:
    now = standing()
    assert (now["pending"], now["sent"], now["attention"]) == (0, 0, 0)
    assert (now["oldest_pending_at"], now["channels"]) == (None, {})


@pytest.mark.django_db
def test_messages_are_counted_by_state_and_channel() -> None:
    for hour, subject in enumerate(("sent", "stuck", "old", "new")):
        owe(channel="mail", subject=subject, at=AT + timedelta(hours=hour))
    owe(channel="picky", subject="later", at=AT + timedelta(hours=9))
    Message.objects.filter(subject="sent").update(state=State.SENT, sent_at=AT)
    Message.objects.filter(subject="stuck").update(state=State.ATTENTION)
    now = standing()
    assert (now["pending"], now["sent"], now["attention"]) == (3, 1, 1)
    assert now["oldest_pending_at"] == AT + timedelta(hours=2)
    assert now["channels"] == {
        "mail": {"pending": 2, "sent": 1, "attention": 1, "dropped": 0},
        "picky": {"pending": 1, "sent": 0, "attention": 0, "dropped": 0},
    }
