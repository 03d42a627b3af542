"""What is owed is a row: once per recipient and key, ids and codes only."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection, transaction

from accounts.models import Person
from outbox.models import Message, State
from outbox.owing import owe

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def make_person() -> Person:
    return Person.objects.create_user(f"{uuid4().hex}@brouwerij.example", name="Jan")


@pytest.mark.usefixtures("system")
def test_each_recipient_is_owed_one_message() -> None:
    jan, ana = make_person(), make_person()
    owe(
        channel="mail",
        subject="MACD-2026-00001",
        at=AT,
        payload={"event": 7, "step": "submit"},
        ordering_key="MACD-2026-00001",
        recipients=[jan.pk, ana.pk, jan.pk],
        key="event:7",
    )
    rows = list(Message.objects.order_by("recipient_id"))
    assert [row.recipient_id for row in rows] == sorted([jan.pk, ana.pk])
    assert {row.state for row in rows} == {State.PENDING}
    assert {row.payload["step"] for row in rows} == {"submit"}
    assert {row.created_at for row in rows} == {AT}


@pytest.mark.django_db
def test_without_recipients_one_message_is_owed_and_with_none_of_them_no_message() -> None:
    owe(channel="mail", subject="a", at=AT)
    owe(channel="mail", subject="b", at=AT, recipients=[])
    assert [(row.subject, row.recipient_id) for row in Message.objects.all()] == [("a", None)]


@pytest.mark.django_db
def test_the_same_key_owes_once_and_no_key_owes_anew() -> None:
    for _ in range(2):
        owe(channel="mail", subject="a", at=AT, key="event:1")
        owe(channel="picky", subject="a", at=AT, key="event:1")
        owe(channel="mail", subject="b", at=AT)
    assert Message.objects.filter(subject="a").count() == 2
    assert Message.objects.filter(subject="b").count() == 2


@pytest.mark.django_db
def test_what_is_owed_goes_with_its_transaction() -> None:
    def step_that_fails() -> None:
        with transaction.atomic():
            owe(channel="mail", subject="a", at=AT)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        step_that_fails()
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_an_unknown_channel_is_refused() -> None:
    with pytest.raises(ValueError, match="pigeon"):
        owe(channel="pigeon", subject="a", at=AT)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "payload",
    [
        {"name": "Jan Peeters"},
        {"note": "please hurry"},
        {"price": 12.5},
        {"nested": {"list": ["ok", "not ok"]}},
        {"the key": 1},
        {"when": AT},
        {"code": "nul\0"},
    ],
)
def test_a_payload_with_words_is_refused(payload: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="only ids and codes"):
        owe(channel="mail", subject="a", at=AT, payload=payload)
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_ids_and_codes_of_every_shape_are_kept() -> None:
    payload = {
        "id": 2**62,
        "flag": True,
        "nothing": None,
        "hash": "ab" * 32,
        "at": "2026-03-02T09:00:00+00:00",
        "lines": [1, 2, {"code": "SFI-EXTRA"}],
    }
    owe(channel="mail", subject="a", at=AT, payload=payload)
    assert Message.objects.get().payload == payload


@pytest.mark.usefixtures("committed")
def test_ten_owed_at_once_under_one_key_are_one_message() -> None:
    import threading

    barrier = threading.Barrier(10)

    def step() -> None:
        barrier.wait()
        owe(channel="mail", subject="a", at=AT, key="event:9")
        connection.close()

    threads = [threading.Thread(target=step) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Message.objects.count() == 1
