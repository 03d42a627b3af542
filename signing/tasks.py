"""Looking after the seal key, in the processes that hold it."""

import logging

from celery import shared_task
from django.utils import timezone

from signing.watching import key_problem, note_problem

logger = logging.getLogger(__name__)


@shared_task(name="signing.tasks.watch_key", ignore_result=True, expires=3600)
def watch_key() -> None:
    """Say in the log, in /readyz and in the administration when the key needs somebody."""
    problem = key_problem(at=timezone.now())
    if problem:
        logger.warning(problem)
    note_problem(problem)
