"""The chainer as the scheduler's task."""

from celery import shared_task

from audit.anchor import append_head, utc_now
from audit.chain import extend
from audit.checking import check


@shared_task(name="audit.tasks.extend_chain", ignore_result=True, expires=30)
def extend_chain() -> None:
    """Chain what was recorded since, and keep the new head outside the database."""
    append_head(extend(), at=utc_now())


@shared_task(name="audit.tasks.check_chain", ignore_result=True, expires=3600)
def check_chain() -> None:
    """Read the whole chain again, and note what was found where people can see it."""
    check(at=utc_now())
