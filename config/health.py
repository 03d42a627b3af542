"""Whether the installation lives and is ready; answered before anything else is asked."""

import os
import tempfile
import time
from collections.abc import Callable

import redis
from celery import shared_task
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

from signing.watching import noted_problem

LAST_SIGN_OF_LIFE = "macd:worker-seen-at"
SILENT_AFTER = 60
"""Seconds after which workers that gave no sign count as gone."""


class HealthMiddleware:
    """Answers /healthz, /readyz and /metrics, without session, tenant, redirect or host check."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer these addresses, pass on all others."""
        if request.path == "/healthz":
            return HttpResponse("ok\n", content_type="text/plain")
        if request.path == "/readyz":
            problems = readiness()
            facts = {"ready": not problems, "problems": problems, "warnings": warnings()}
            return JsonResponse(facts, status=503 if problems else 200)
        if request.path == "/metrics" and settings.METRICS_TOKEN:
            from config.metrics import metrics  # reads models, which are not there at start

            return metrics(request)
        return self.get_response(request)


def readiness() -> dict[str, str]:
    """Return what keeps the installation from its work, by part; empty when it is ready."""
    checks = {
        "database": _database,
        "storage": _storage,
        "broker": _broker,
        "workers": _workers,
    }
    problems = {}
    for name, check in checks.items():
        try:
            check()
        except Exception as problem:
            problems[name] = str(problem).strip() or type(problem).__name__
    return problems


def warnings() -> dict[str, str]:
    """Return what needs somebody, though everything works for now."""
    try:
        problem = noted_problem()
    except DatabaseError:
        # Where the database is away, that is the problem to name.
        return {}
    return {"seal": problem} if problem else {}


@shared_task(name="config.health.give_sign_of_life", ignore_result=True)
def give_sign_of_life() -> None:
    """Leave the time at the broker: scheduler, broker and a worker are all there."""
    with _connection() as broker:
        broker.set(LAST_SIGN_OF_LIFE, str(time.time()))


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _storage() -> None:
    folder = settings.STORAGE_ROOT
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(b"ready")
        file.flush()
        os.fsync(file.fileno())


def _broker() -> None:
    with _connection() as broker:
        broker.ping()


def _workers() -> None:
    with _connection() as broker:
        seen = broker.get(LAST_SIGN_OF_LIFE)
    if seen is None:
        message = "no worker has given a sign of life"
        raise RuntimeError(message)
    silent = time.time() - float(seen)
    if silent > SILENT_AFTER:
        message = f"no sign of life for {silent:.0f} s"
        raise RuntimeError(message)


def _connection() -> "redis.Redis":
    # Celery's words for a socket and its database, in redis-py's.
    url = settings.REDIS_URL.replace("redis+socket://", "unix://", 1)
    url = url.replace("?virtual_host=", "?db=", 1)
    return redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)
