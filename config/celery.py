"""The Celery application; every task is woken by it, none is remembered by it."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("macd")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
