"""A message is held while it is worked on, and no longer."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError

from outbox.claiming import LEASE, claim_next
from outbox.holding import held, renew
from outbox.models import Message, State
from outbox.owing import owe

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = AT + timedelta(minutes=5)


def claimed() -> Message:
    """Owe a message and claim it at once."""
    owe(channel="mail", subject="a", at=AT)
    message = claim_next(at=AT)
    assert message is not None
    return message


def until(condition: Callable[[], bool]) -> None:
    ends_at = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < ends_at, "it did not happen"
        time.sleep(0.01)


def holders() -> list[threading.Thread]:
    return [each for each in threading.enumerate() if each.name.startswith("holds ")]


@pytest.mark.django_db
def test_renewing_lengthens_the_lease_of_our_claim() -> None:
    message = claimed()
    assert renew(message, at=LATER)
    assert Message.objects.get().leased_until == LATER + LEASE
    assert claim_next(at=LATER) is None
    assert claim_next(at=LATER + LEASE) is not None


@pytest.mark.django_db
def test_nothing_is_renewed_that_another_has_taken_or_that_is_settled() -> None:
    message = claimed()
    other = claim_next(at=AT + LEASE)
    assert other is not None
    assert not renew(message, at=LATER)
    assert Message.objects.get().leased_until == AT + LEASE + LEASE
    Message.objects.update(state=State.SENT, sent_at=AT, leased_until=None)
    assert not renew(other, at=LATER)


@pytest.mark.usefixtures("committed")
def test_what_is_worked_on_stays_leased_over_a_hiccup_of_the_database() -> None:
    message = claimed()
    asked: list[datetime] = []

    def clock() -> datetime:
        asked.append(LATER)
        if len(asked) == 1:
            raise OperationalError("the database restarts")
        return LATER

    with held(message, clock=clock, every=0.01):
        until(lambda: Message.objects.get().leased_until == LATER + LEASE)
        until(lambda: len(asked) > 3)
        assert claim_next(at=LATER) is None
    assert holders() == []


@pytest.mark.usefixtures("committed")
def test_holding_ends_when_another_has_taken_the_message() -> None:
    message = claimed()
    assert claim_next(at=AT + LEASE) is not None
    with held(message, clock=lambda: LATER, every=0.01):
        until(lambda: holders() == [])
    assert Message.objects.get().leased_until == AT + LEASE + LEASE


@pytest.mark.usefixtures("committed")
def test_holding_ends_with_a_handler_that_fails() -> None:
    message = claimed()
    with pytest.raises(ValueError, match="broken"), held(message, clock=lambda: LATER):
        raise ValueError("broken")
    assert holders() == []
    assert Message.objects.get().leased_until == AT + LEASE
