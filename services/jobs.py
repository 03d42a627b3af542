"""Jobs: asked in a request, done by the queue slice by slice, with progress that is kept."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from outbox.owing import owe
from services.models import Job, JobStatus
from services.texts import told_of

CHANNEL = "job"


class JobFailed(Exception):
    """The work cannot be done, and trying again would not help; the text, lazy or not, says why."""


@dataclass(frozen=True)
class Progress:
    """How far a slice came; ``result`` is what there is to tell so far."""

    done: int
    total: int
    finished: bool
    result: dict[str, Any] = field(default_factory=dict)


Slice = Callable[[Job, datetime], Progress]


@transaction.atomic
def start_job(
    *,
    task: str,
    person_id: int,
    at: datetime,
    subject: str = "",
    total: int = 0,
    facts: dict[str, Any] | None = None,
) -> Job:
    """Ask for work; settings.JOBS names what does a slice of it. Raises KeyError for another."""
    _handler(task)
    job = Job.objects.create(
        task=task,
        subject=subject,
        person_id=person_id,
        created_at=at,
        total=total,
        facts=facts or {},
    )
    _owe(job, at=at)
    return job


@transaction.atomic
def work_on(job: Job, *, at: datetime) -> Job:
    """Do one slice, and owe the next; what has ended stays as it is.

    Each slice is a transaction with its progress, so a worker that dies loses one slice at most.
    """
    fresh = Job.objects.select_for_update().get(pk=job.pk)
    if fresh.status in (JobStatus.DONE, JobStatus.FAILED):
        return fresh
    fresh.status = JobStatus.RUNNING
    try:
        with transaction.atomic():
            progress = _handler(fresh.task)(fresh, at)
    except JobFailed as failed:
        fresh.status, fresh.ended_at = JobStatus.FAILED, at
        fresh.failure, fresh.failure_words = told_of(failed.args[0])
        fresh.save()
        return fresh
    fresh.total = max(progress.total, progress.done)
    fresh.done, fresh.result = progress.done, progress.result
    if progress.finished:
        fresh.status, fresh.ended_at = JobStatus.DONE, at
    fresh.save()
    if not progress.finished:
        _owe(fresh, at=at)
    return fresh


def _owe(job: Job, *, at: datetime) -> None:
    owe(
        channel=CHANNEL,
        subject=job.task,
        ordering_key=str(job.public_id),
        payload={"job": job.pk},
        at=at,
        key=f"{job.public_id}:{job.done}:{job.status}",
    )


def _handler(task: str) -> Slice:
    handler: Slice = import_string(settings.JOBS[task])
    return handler
