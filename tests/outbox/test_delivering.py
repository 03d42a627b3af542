"""Deliveries: every outcome is kept in the row, and a kill costs at most a repetition."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from outbox.claiming import LEASE, MOST_ATTEMPTS, claim_next
from outbox.delivering import Outcome, deliver_next, drop, settling, take_up_again
from outbox.mail import message_id_for
from outbox.models import Message, State
from outbox.owing import owe
from tests.outbox import handlers

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def deliver(at: datetime = AT) -> Outcome | None:
    return deliver_next(clock=lambda: at)


@pytest.mark.django_db
def test_a_delivered_message_is_sent_once() -> None:
    owe(channel="mail", subject="a", at=AT)
    assert deliver() is Outcome.SENT
    row = Message.objects.get()
    assert (row.state, row.sent_at, row.leased_until, row.attempts) == (State.SENT, AT, None, 1)
    assert handlers.seen == [row.pk]
    assert deliver(AT + timedelta(days=1)) is None


@pytest.mark.django_db
def test_pauses_grow_and_the_eighth_failure_needs_attention() -> None:
    owe(channel="refusing", subject="a", at=AT)
    at, pauses = AT, []
    for attempt in range(1, MOST_ATTEMPTS):
        assert deliver(at) is Outcome.RETRY
        row = Message.objects.get()
        assert (row.state, row.attempts, row.leased_until) == (State.PENDING, attempt, None)
        assert row.next_attempt_at is not None
        pauses.append((row.next_attempt_at - at).total_seconds())
        assert deliver(row.next_attempt_at - timedelta(microseconds=1)) is None
        at = row.next_attempt_at
    assert pauses == [5, 15, 45, 135, 405, 1215, 3645]
    assert deliver(at) is Outcome.ATTENTION
    row = Message.objects.get()
    assert (row.state, row.attempts, row.next_attempt_at) == (State.ATTENTION, 8, None)
    assert deliver(at + timedelta(days=30)) is None
    assert len(handlers.seen) == 8


@pytest.mark.django_db
def test_the_last_error_is_told_without_addresses_and_nul() -> None:
    owe(channel="refusing", subject="a", at=AT)
    deliver()
    error = Message.objects.get().last_error
    assert error == "Refused: mailbox of …@… is full\\0"


@pytest.mark.django_db
def test_a_poisoned_message_holds_up_only_its_own_key_and_only_for_a_while() -> None:
    owe(channel="picky", subject="bad", at=AT, payload={"poisoned": True}, ordering_key="one")
    owe(channel="picky", subject="behind", at=AT, ordering_key="one")
    owe(channel="picky", subject="beside", at=AT, ordering_key="two")
    owe(channel="picky", subject="free", at=AT)
    while deliver():
        pass
    sent = set(Message.objects.filter(state=State.SENT).values_list("subject", flat=True))
    assert sent == {"beside", "free"}
    for _ in range(MOST_ATTEMPTS):
        Message.objects.filter(state=State.PENDING).update(next_attempt_at=None)
        while deliver():
            pass
    states = dict(Message.objects.values_list("subject", "state"))
    assert states["bad"] == State.ATTENTION
    assert states["behind"] == State.SENT


@pytest.mark.django_db
def test_what_needs_attention_can_be_taken_up_again() -> None:
    owe(channel="refusing", subject="a", at=AT)
    owe(channel="refusing", subject="b", at=AT)
    Message.objects.update(state=State.ATTENTION, attempts=8)
    first = Message.objects.get(subject="a")
    assert take_up_again(ids=[first.pk]) == 1
    assert deliver() is Outcome.RETRY
    assert take_up_again() == 1
    assert set(Message.objects.values_list("state", flat=True)) == {State.PENDING}


@pytest.mark.django_db
def test_a_handler_settles_in_its_own_transaction() -> None:
    owe(channel="settling", subject="a", at=AT)
    assert deliver() is Outcome.SENT
    row = Message.objects.get()
    assert row.state == State.SENT
    assert trace() == str(row.pk)


@pytest.mark.django_db
def test_work_under_a_lost_lease_is_undone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('test.trace', '', false)")
    owe(channel="losing", subject="a", at=AT)
    assert deliver() is Outcome.LOST
    assert trace() == ""
    row = Message.objects.get()
    assert (row.state, row.attempts, row.last_error) == (State.PENDING, 2, "")


@pytest.mark.django_db
def test_settling_is_undone_with_the_work_that_failed() -> None:
    owe(channel="mail", subject="a", at=AT)
    message = claim_next(at=AT)
    assert message is not None

    def work() -> None:
        with settling(message=message, at=AT):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work()
    assert Message.objects.get().state == State.PENDING


@pytest.mark.django_db
def test_a_worker_that_dies_after_its_claim_costs_a_lease_and_nothing_else() -> None:
    owe(channel="mail", subject="a", at=AT)
    lost = claim_next(at=AT)
    assert lost is not None
    assert deliver(AT + LEASE - timedelta(seconds=1)) is None
    assert deliver(AT + LEASE) is Outcome.SENT
    row = Message.objects.get()
    assert handlers.seen == [row.pk]
    assert message_id_for(row) == message_id_for(lost)


def trace() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('test.trace')")
        return str(cursor.fetchone()[0])


@pytest.mark.django_db
def test_a_dropped_message_keeps_its_reason_and_lets_the_next_one_go() -> None:
    owe(channel="refusing", subject="a", at=AT, ordering_key="a")
    owe(channel="refusing", subject="a", at=AT, ordering_key="a")
    deliver()
    first, second = Message.objects.order_by("pk")
    assert deliver() is None, "the second waits for the first"
    assert drop(ids=[first.pk], because="The address is wrong.") == [first.pk]
    first.refresh_from_db()
    assert (first.state, first.dropped_because) == (State.DROPPED, "The address is wrong.")
    deliver()
    assert handlers.seen == [first.pk, second.pk]


@pytest.mark.django_db
def test_what_a_worker_holds_or_was_sent_is_not_dropped() -> None:
    owe(channel="mail", subject="a", at=AT)
    held = claim_next(at=AT)
    assert held is not None
    assert drop(ids=[held.pk], because="No need.") == []
    Message.objects.update(state=State.SENT, sent_at=AT, leased_until=None)
    assert drop(ids=[held.pk], because="No need.") == []


@pytest.mark.django_db
def test_what_is_of_no_use_to_try_again_is_dropped_with_its_reason() -> None:
    owe(channel="useless", subject="a", at=AT)
    assert deliver() is Outcome.DROPPED
    row = Message.objects.get()
    assert (row.state, row.dropped_because, row.attempts) == (State.DROPPED, "Nobody there.", 1)
    assert deliver(AT + timedelta(days=1)) is None
