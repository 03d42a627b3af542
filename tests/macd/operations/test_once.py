"""A write under a key happens once."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from macd.models import IdempotencyKey
from macd.operations import once
from macd.refusals import Unsound
from tests.accounts import make as people
from tests.macd import make


def _writer(log, answer="/requests/1/"):
    def write():
        log.append(answer)
        return answer

    return write


def _once(person, log, *, key="k1", route="new", body=b"a", at=make.AT, answer="/requests/1/"):
    return once(
        person_id=person.pk, key=key, route=route, body=body, at=at, write=_writer(log, answer)
    )


def test_rule_21_the_same_again_gives_the_same_answer(system):
    person, log = people.person(), []
    assert [_once(person, log), _once(person, log, answer="/other/")] == ["/requests/1/"] * 2
    assert log == ["/requests/1/"]


@pytest.mark.parametrize("other", [{"body": b"b"}, {"route": "sign"}])
def test_the_same_key_for_something_else_is_refused(system, other):
    person, log = people.person(), []
    _once(person, log)
    with pytest.raises(Unsound):
        _once(person, log, **other)
    assert len(log) == 1


def test_keys_are_a_persons_own_and_an_empty_one_is_none(system):
    log = []
    one, two = people.person(), people.person()
    for person, key in ((one, "k"), (two, "k"), (one, ""), (one, "")):
        _once(person, log, key=key)
    assert len(log) == 4


def test_after_a_day_the_key_may_be_used_again_and_binds_again(system):
    person, log = people.person(), []
    _once(person, log)
    later = make.AT + timedelta(hours=24)
    assert _once(person, log, body=b"b", at=later, answer="/requests/2/") == "/requests/2/"
    assert _once(person, log, body=b"b", at=later, answer="/requests/3/") == "/requests/2/"
    with pytest.raises(Unsound):
        _once(person, log, body=b"a", at=later)


@pytest.mark.parametrize("key", ["a\x00b", "\ud800", "é"])
def test_a_key_that_is_none_is_refused(system, key):
    log = []
    with pytest.raises(Unsound):
        _once(people.person(), log, key=key)
    assert log == []


def test_what_fails_leaves_the_key_free(system):
    person, log = people.person(), []

    def fail():
        raise Unsound("no")

    with pytest.raises(Unsound):
        once(person_id=person.pk, key="k", route="new", body=b"a", at=make.AT, write=fail)
    assert not IdempotencyKey.objects.exists()
    _once(person, log, key="k")
    assert len(log) == 1


def test_promise_4_two_at_once_write_once(committed):
    person, log, answers = people.person(), [], []
    first_is_in, second_asks = threading.Event(), threading.Event()

    def slow():
        first_is_in.set()
        second_asks.wait(5)
        log.append("first")
        return "/requests/1/"

    def first():
        answers.append(
            once(person_id=person.pk, key="k", route="new", body=b"a", at=make.AT, write=slow)
        )
        connection.close()

    def second():
        first_is_in.wait(5)
        threading.Timer(0.2, second_asks.set).start()
        answers.append(_once(person, log, key="k", answer="/requests/2/"))
        connection.close()

    threads = [threading.Thread(target=work) for work in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert answers == ["/requests/1/"] * 2
    assert log == ["first"]
