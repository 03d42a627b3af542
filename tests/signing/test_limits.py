"""An address may ask so often within a minute."""

import pytest
from django.test import RequestFactory

from signing import limits
from signing.limits import too_many

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop the clock, so that no test runs into the next minute."""
    monkeypatch.setattr(limits.time, "time", lambda: 1_800_000_000.0)


def test_the_limit_counts_each_address_and_room_apart() -> None:
    here = RequestFactory(REMOTE_ADDR="192.0.2.1").get("/")
    there = RequestFactory(REMOTE_ADDR="192.0.2.2").get("/")
    assert [too_many(here, room="a", most=2) for _ in range(4)] == [False, False, True, True]
    assert not too_many(here, room="b", most=2)
    assert not too_many(there, room="a", most=2)


def test_a_forwarded_address_does_not_evade_it() -> None:
    asked = [
        too_many(
            RequestFactory(REMOTE_ADDR="192.0.2.3", HTTP_X_FORWARDED_FOR=f"198.51.100.{n}").get(
                "/"
            ),
            room="a",
            most=2,
        )
        for n in range(3)
    ]
    assert asked == [False, False, True]


def test_the_next_minute_counts_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    request = RequestFactory(REMOTE_ADDR="192.0.2.4").get("/")
    assert [too_many(request, room="a", most=1) for _ in range(2)] == [False, True]
    monkeypatch.setattr(limits.time, "time", lambda: 1_800_000_060.0)
    assert not too_many(request, room="a", most=1)
