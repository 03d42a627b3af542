"""What happened, row by row, each bound to all before it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AuditEvent(models.Model):
    """One event, recorded in the transaction of the step it tells of.

    Rows are added unchained; the chainer gives `position`, `previous_hash` and `hash` once, and
    the database refuses every other change. People and customers are plain numbers, not keys:
    nobody's erasure reaches this table, and no name stands in it.
    """

    event = models.CharField(_("event"), max_length=80)
    at = models.DateTimeField(_("at"))
    person_id = models.BigIntegerField(_("person"), null=True, blank=True)
    customer_id = models.BigIntegerField(_("customer"), null=True, blank=True)
    reference = models.CharField(_("reference"), max_length=120, blank=True)
    facts = models.JSONField(_("facts"), default=dict)
    position = models.BigIntegerField(_("position"), null=True, blank=True, unique=True)
    previous_hash = models.CharField(_("previous hash"), max_length=64, null=True, blank=True)  # noqa: DJ001
    hash = models.CharField(_("hash"), max_length=64, null=True, blank=True)  # noqa: DJ001

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        ordering = ("-id",)
        indexes = (
            models.Index("id", name="audit_unchained", condition=Q(position__isnull=True)),
            models.Index("reference", "id", name="audit_of_reference"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(position__isnull=True, previous_hash__isnull=True, hash__isnull=True)
                | Q(position__gte=1, previous_hash__isnull=False, hash__isnull=False),
                name="audit_chained_wholly_or_not",
            ),
        )

    def __str__(self) -> str:
        return f"{self.event} {self.reference} #{self.pk}"


class AuditCheck(models.Model):
    """One reading of the whole chain: when, how far, and the first thing that was wrong."""

    at = models.DateTimeField(_("at"))
    events = models.BigIntegerField(_("events"))
    anchored = models.BigIntegerField(_("anchored up to"), null=True, blank=True)
    bad_position = models.BigIntegerField(_("first bad position"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("reading of the audit trail")
        verbose_name_plural = _("readings of the audit trail")
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.reason or 'intact'}"

    @property
    def intact(self) -> bool:
        """Whether nothing was found."""
        return self.bad_position is None
