"""The chainer as the scheduler's task."""

from celery import shared_task

from audit.anchor import append_head, utc_now
from audit.chain import extend


@shared_task(name="audit.tasks.extend_chain", ignore_result=True, expires=30)
def extend_chain() -> None:
    """Chain what was recorded since, and keep the new head outside the database."""
    append_head(extend(), at=utc_now())
