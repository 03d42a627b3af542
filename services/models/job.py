"""Long work in the background: how far it is, and what came of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from services.models.failing import MayFail


class JobStatus(models.TextChoices):
    """The life of a job."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class Job(MayFail):
    """One piece of long work; ``task`` is named in settings.JOBS, ``subject`` is an id or number.

    ``facts`` and ``result`` hold ids, codes and figures. Why it failed is kept in every language.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    task = models.CharField(_("task"), max_length=40)
    subject = models.CharField(_("subject"), max_length=60, blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=JobStatus, default=JobStatus.WAITING
    )
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("total"), default=0)
    result = models.JSONField(_("result"), default=dict, blank=True)
    created_at = models.DateTimeField(_("asked at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-id")
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        constraints = (
            models.CheckConstraint(
                condition=Q(done__lte=F("total")), name="job_is_not_past_its_end"
            ),
            models.CheckConstraint(
                condition=Q(status__in=("waiting", "running"), ended_at=None)
                | Q(status__in=("done", "failed"), ended_at__isnull=False),
                name="ended_job_says_when",
            ),
            models.CheckConstraint(
                condition=Q(status="failed") ^ Q(failure=""), name="failed_job_says_why"
            ),
        )

    def __str__(self) -> str:
        return f"{self.task} {self.subject}".rstrip()

    @property
    def percent(self) -> int:
        """How far it is, for a progress bar."""
        return 100 * self.done // self.total if self.total else 0
