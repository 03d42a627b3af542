"""The Celery application; every task is woken by it, none is remembered by it."""

import os
from importlib import import_module
from typing import Any

from celery import Celery
from celery.signals import worker_init, worker_ready

from runtime.garbage import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("macd")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# What the first seal and the first mail would load in each child anew.
LOADED_FOR_CHILDREN = ("signing.seal", "config.urls")


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


@worker_init.connect
def load_before_forking(**_: Any) -> None:
    """Load what the worker's children need, so that they share it with the process they leave."""
    for module in LOADED_FOR_CHILDREN:
        import_module(module)
    settle()


@worker_ready.connect
def look_after_the_seal_key(**_: Any) -> None:
    """Have the seal key looked at now, and not first in an hour; a child of the worker does it."""
    app.send_task("signing.tasks.watch_key")
