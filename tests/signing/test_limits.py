"""An address may ask so often within a minute."""

from django.test import RequestFactory

from signing.limits import too_many


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
