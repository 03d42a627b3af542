"""The Celery application; every task is woken by it, none is remembered by it."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_init, worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("macd")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def refuse_unsafe_database(**_: Any) -> None:
    """Stop a worker whose database login is above the wall between customers.

    SystemExit, because Celery only logs other exceptions here and works on.
    """
    from config import guard

    try:
        guard.refuse_unsafe_database()
    except Exception as reason:
        raise SystemExit(str(reason)) from reason


@worker_ready.connect
def look_after_the_seal_key(**_: Any) -> None:
    """Have the seal key looked at now, and not first in an hour; a child of the worker does it."""
    app.send_task("signing.tasks.watch_key")
