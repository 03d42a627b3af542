import json
import time
from typing import Any

import pytest
import redis
from django.test import Client

from config import health
from signing.watching import note_problem


@pytest.fixture
def broker(settings: Any) -> redis.Redis:
    with health._connection() as connection:
        connection.delete(health.LAST_SIGN_OF_LIFE)
        return connection


def ready(client: Client) -> tuple[int, dict[str, str]]:
    answer = client.get("/readyz", headers={"host": "a-probe-knows-no-name"})
    return answer.status_code, json.loads(answer.content)["problems"]


def test_alive_needs_nothing(client: Client) -> None:
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_ready_once_a_worker_gave_a_sign_of_life(client: Client, broker: redis.Redis) -> None:
    status, problems = ready(client)
    assert (status, list(problems)) == (503, ["workers"])
    health.give_sign_of_life()
    assert ready(client) == (200, {})


@pytest.mark.django_db
def test_workers_that_fell_silent_are_named(client: Client, broker: redis.Redis) -> None:
    broker.set(health.LAST_SIGN_OF_LIFE, time.time() - health.SILENT_AFTER - 1)
    status, problems = ready(client)
    assert status == 503
    assert "no sign of life for 6" in problems["workers"]


@pytest.mark.django_db
def test_a_broker_out_of_reach_is_named(client: Client, settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    status, problems = ready(client)
    assert status == 503
    assert set(problems) == {"broker", "workers"}


@pytest.mark.django_db
def test_a_storage_that_cannot_be_written_is_named(
    client: Client, settings: Any, tmp_path: Any, broker: redis.Redis
) -> None:
    (tmp_path / "file").write_text("in the way")
    settings.STORAGE_ROOT = tmp_path / "file"
    health.give_sign_of_life()
    status, problems = ready(client)
    assert (status, list(problems)) == (503, ["storage"])


@pytest.mark.django_db
def test_a_seal_key_that_ends_soon_is_a_warning_and_no_failure(
    client: Client, broker: redis.Redis
) -> None:
    health.give_sign_of_life()
    note_problem("The seal's certificate ends on 2026-03-09, in 6 days.")
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert "ends on 2026-03-09" in json.loads(answer.content)["warnings"]["seal"]
    note_problem("")
    assert json.loads(client.get("/readyz").content)["warnings"] == {}
