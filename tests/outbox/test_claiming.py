"""Claims: one holder at a time, in order of the key, back after a lease."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections

from accounts.models import Person
from outbox.claiming import CLAIM, LEASE, MOST_ATTEMPTS, claim_next, due_channels, give_up_exhausted
from outbox.models import Message, State
from outbox.owing import owe

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def owe_many(count: int, *, channel: str = "mail", ordering_key: str = "") -> list[int]:
    for number in range(count):
        owe(channel=channel, subject=str(number), at=AT, ordering_key=ordering_key)
    return list(Message.objects.order_by("id").values_list("id", flat=True))


@pytest.mark.django_db
def test_the_oldest_comes_first_and_is_leased_and_counted() -> None:
    first, second = owe_many(2)
    message = claim_next(at=AT)
    assert message is not None
    assert message.pk == first
    assert (message.attempts, message.leased_until) == (1, AT + LEASE)
    assert [claim.pk for claim in (claim_next(at=AT),) if claim] == [second]
    assert claim_next(at=AT) is None


@pytest.mark.django_db
def test_what_a_dead_worker_held_comes_back_after_its_lease_and_not_before() -> None:
    owe_many(1)
    assert claim_next(at=AT)
    assert claim_next(at=AT + LEASE - timedelta(microseconds=1)) is None
    again = claim_next(at=AT + LEASE)
    assert again is not None
    assert again.attempts == 2


@pytest.mark.django_db
def test_a_retry_waits_for_its_time() -> None:
    (only,) = owe_many(1)
    Message.objects.filter(pk=only).update(next_attempt_at=AT + timedelta(seconds=5))
    assert claim_next(at=AT + timedelta(seconds=4)) is None
    assert due_channels(at=AT + timedelta(seconds=4)) == []
    assert due_channels(at=AT + timedelta(seconds=5)) == ["mail"]
    assert claim_next(at=AT + timedelta(seconds=5)) is not None


@pytest.mark.django_db
def test_only_the_asked_channels_are_claimed() -> None:
    owe(channel="picky", subject="a", at=AT)
    assert claim_next(at=AT, channels=["mail"]) is None
    assert claim_next(at=AT, channels=["mail", "picky"]) is not None


@pytest.mark.django_db
def test_one_key_is_delivered_in_the_order_of_owing() -> None:
    first, second, third = owe_many(3, ordering_key="MACD-2026-00001")
    owe(channel="mail", subject="other", at=AT, ordering_key="MACD-2026-00002")
    owe(channel="picky", subject="other channel", at=AT, ordering_key="MACD-2026-00001")
    owe(channel="mail", subject="no key", at=AT)
    claimed = []
    while message := claim_next(at=AT):
        claimed.append(message)
    assert claimed[0].pk == first
    assert {message.subject for message in claimed[1:]} == {"other", "other channel", "no key"}
    Message.objects.filter(pk=first).update(state=State.SENT, sent_at=AT, leased_until=None)
    assert [message.pk for message in (claim_next(at=AT),) if message] == [second]
    assert claim_next(at=AT) is None
    assert Message.objects.get(pk=third).attempts == 0


@pytest.mark.usefixtures("system")
def test_the_order_of_a_key_holds_for_each_recipient_alone() -> None:
    people = [Person.objects.create_user(f"{name}@brouwerij.example") for name in ("ana", "jan")]
    ids = [person.pk for person in people]
    for subject in ("first", "second"):
        owe(channel="mail", subject=subject, at=AT, ordering_key="doc", recipients=ids)
    claimed = [claim_next(at=AT), claim_next(at=AT)]
    assert [(m.subject, m.recipient_id) for m in claimed if m] == [
        ("first", ids[0]),
        ("first", ids[1]),
    ]
    assert claim_next(at=AT) is None
    Message.objects.filter(subject="first", recipient_id=ids[1]).update(
        state=State.SENT, sent_at=AT, leased_until=None
    )
    assert [(m.subject, m.recipient_id) for m in (claim_next(at=AT),) if m] == [("second", ids[1])]


@pytest.mark.django_db
def test_a_message_in_attention_frees_its_key() -> None:
    first, second = owe_many(2, ordering_key="MACD-2026-00001")
    Message.objects.filter(pk=first).update(state=State.ATTENTION)
    assert [message.pk for message in (claim_next(at=AT),) if message] == [second]


@pytest.mark.django_db
def test_a_message_that_kills_its_workers_ends_in_attention() -> None:
    only, follower = owe_many(2, ordering_key="MACD-2026-00001")
    at = AT
    for _ in range(MOST_ATTEMPTS):
        message = claim_next(at=at)
        assert message is not None
        assert message.pk == only
        assert give_up_exhausted(at=at) == 0
        at += LEASE
    assert claim_next(at=at) is None
    assert give_up_exhausted(at=at) == 1
    row = Message.objects.get(pk=only)
    assert (row.state, row.leased_until) == (State.ATTENTION, None)
    assert "stopped without an outcome" in row.last_error
    assert [message.pk for message in (claim_next(at=at),) if message] == [follower]


@pytest.mark.usefixtures("committed")
def test_eight_claimers_never_hold_the_same_message() -> None:
    keyed = 40
    for number in range(80):
        key = f"key-{number % 5}" if number < keyed else ""
        owe(channel="mail", subject=str(number), at=AT, ordering_key=key)
    claimed: list[int] = []
    barrier = threading.Barrier(8)

    def claim_and_settle() -> None:
        barrier.wait()
        misses = 0
        while misses < 20:
            message = claim_next(at=AT)
            if message is None:
                misses += 1
                continue
            claimed.append(message.pk)
            Message.objects.filter(pk=message.pk).update(
                state=State.SENT, sent_at=AT, leased_until=None
            )
        connection.close()

    threads = [threading.Thread(target=claim_and_settle) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(claimed) == len(set(claimed)) == 80
    assert set(Message.objects.values_list("attempts", flat=True)) == {1}
    subjects = dict(Message.objects.values_list("id", "subject"))
    for key in range(5):
        order = [int(subjects[pk]) for pk in claimed]
        of_key = [number for number in order if number < keyed and number % 5 == key]
        assert of_key == sorted(of_key)


@pytest.mark.usefixtures("committed")
def test_a_row_that_another_transaction_holds_is_passed_over() -> None:
    first, second = owe_many(2)
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        from django.db import transaction

        with transaction.atomic():
            Message.objects.select_for_update().get(pk=first)
            held.set()
            done.wait(10)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        assert held.wait(10)
        message = claim_next(at=AT)
        assert message is not None
        assert message.pk == second
    finally:
        done.set()
        holder.join()


@pytest.mark.usefixtures("committed")
def test_a_claim_reads_what_is_pending_and_not_what_was_sent() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO outbox_message (channel, subject, ordering_key, payload, state, attempts,
                                           idempotency_key, created_at, sent_at, last_error)
               SELECT 'mail', 's', 'key ' || mod(i, 50), '{}',
                      CASE WHEN i <= 20000 THEN 'sent' ELSE 'pending' END, 0, i::text, now(),
                      CASE WHEN i <= 20000 THEN now() END, ''
                 FROM generate_series(1, 21000) AS i""",
        )
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE outbox_message")
    facts = {"channels": ["mail"], "most": MOST_ATTEMPTS, "at": AT, "until": AT + LEASE}
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {CLAIM}", facts)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Seq Scan" not in plan
    assert "outbox_message_pkey on outbox_message candidate" not in plan
    assert "outbox_pending on outbox_message candidate" in plan
