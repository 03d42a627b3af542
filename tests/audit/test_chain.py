"""The chain: every committed event gets one place, whoever chains and whenever."""

import hashlib
import json
import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import connection, transaction

from audit import chain
from audit.chain import START, Head, canonical, extend, hash_of, head
from audit.models import AuditEvent
from audit.trail import record
from audit.verifying import verify

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def record_some(count: int) -> None:
    for number in range(count):
        record(event="document.submit", at=AT, reference=f"MACD-2026-{number:05}")


@pytest.mark.django_db
def test_an_empty_chain_starts_at_nothing() -> None:
    assert head() == Head(0, START)
    assert extend() == Head(0, START)


@pytest.mark.django_db
def test_events_are_chained_in_the_order_of_recording() -> None:
    record_some(3)
    end = extend()
    events = list(AuditEvent.objects.order_by("id"))
    assert [event.position for event in events] == [1, 2, 3]
    assert [event.previous_hash for event in events] == [START, events[0].hash, events[1].hash]
    assert end == head() == Head(3, events[2].hash or "")


@pytest.mark.django_db
def test_the_hash_is_sha256_over_the_previous_hash_and_canonical_json() -> None:
    at = datetime(2026, 3, 2, 10, 0, tzinfo=timezone(timedelta(hours=1)))
    record(
        event="document.submit",
        at=at,
        person_id=4,
        reference="MACD-2026-00001",
        facts={"b": [1, None], "a": "x"},
    )
    extend()
    event = AuditEvent.objects.get()
    expected = (
        '{"at":"2026-03-02T09:00:00.000000+00:00","customer":null,"event":"document.submit",'
        f'"facts":{{"a":"x","b":[1,null]}},"id":{event.pk},"person":4,"position":1,'
        '"reference":"MACD-2026-00001","schema":1}'
    )
    assert canonical(event) == expected.encode()
    assert json.loads(expected)["schema"] == 1
    assert event.hash == hashlib.sha256(f"{START}\n{expected}".encode()).hexdigest()


@pytest.mark.django_db
def test_every_part_of_an_event_changes_its_hash() -> None:
    def event(**changed: object) -> AuditEvent:
        facts: dict[str, object] = {
            "id": 1,
            "event": "a",
            "at": AT,
            "person_id": 1,
            "customer_id": 1,
            "reference": "r",
            "facts": {"n": 1},
            "position": 1,
        }
        return AuditEvent(**(facts | changed))

    changes: list[dict[str, object]] = [
        {},
        {"id": 2},
        {"event": "b"},
        {"at": AT + timedelta(microseconds=1)},
        {"person_id": 2},
        {"person_id": None},
        {"customer_id": 2},
        {"reference": "s"},
        {"facts": {"n": 2}},
        {"facts": {"n": "1"}},
        {"facts": {"n": 1.0}},
        {"position": 2},
    ]
    hashes = {hash_of(event(**change), previous=START) for change in changes}
    hashes.add(hash_of(event(), previous="1" * 64))
    assert len(hashes) == len(changes) + 1


@pytest.mark.django_db
def test_a_second_run_goes_on_from_the_head_and_an_idle_one_changes_nothing() -> None:
    record_some(2)
    extend()
    record_some(2)
    assert extend().position == 4
    assert extend() == head()
    assert verify().intact


@pytest.mark.django_db
def test_long_tails_are_chained_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "BATCH", 3)
    record_some(7)
    assert extend().position == 7
    assert verify().intact


@pytest.mark.usefixtures("committed")
def test_an_event_that_commits_late_is_chained_late() -> None:
    recorded, go_on = threading.Event(), threading.Event()

    def slow_step() -> None:
        with transaction.atomic():
            record(event="slow", at=AT)
            recorded.set()
            go_on.wait(10)
        connection.close()

    step = threading.Thread(target=slow_step)
    step.start()
    assert recorded.wait(10)
    record(event="quick", at=AT)
    assert extend().position == 1
    go_on.set()
    step.join()
    assert extend().position == 2
    assert list(AuditEvent.objects.order_by("position").values_list("event", flat=True)) == [
        "quick",
        "slow",
    ]
    assert verify().intact


@pytest.mark.usefixtures("committed")
def test_four_chainers_beside_four_recorders_make_one_chain() -> None:
    barrier = threading.Barrier(8)

    def recorder() -> None:
        barrier.wait()
        record_some(25)
        connection.close()

    def chainer() -> None:
        barrier.wait()
        for _ in range(10):
            extend()
        connection.close()

    threads = [threading.Thread(target=work) for work in (recorder, chainer) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert extend().position == 100
    verdict = verify()
    assert (verdict.intact, verdict.events, verdict.unchained) == (True, 100, 0)
