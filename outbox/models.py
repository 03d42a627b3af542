"""What is owed to the outside world: one row per message and recipient."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """How far a message has come."""

    PENDING = "pending", _("Waiting")
    SENT = "sent", _("Sent")
    ATTENTION = "attention", _("Needs attention")
    DROPPED = "dropped", _("Dropped")


class Message(models.Model):
    """Something to send or make, written in the transaction of the step that owes it.

    The table is the queue of record. `payload` holds ids and codes, never names or texts: the
    channel's handler reads the words when it delivers.
    """

    channel = models.CharField(_("channel"), max_length=40)
    subject = models.CharField(_("subject"), max_length=120)
    ordering_key = models.CharField(_("ordering key"), max_length=120, blank=True)
    payload = models.JSONField(_("payload"), default=dict)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recipient"),
    )
    idempotency_key = models.CharField(_("idempotency key"), max_length=240, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PENDING)
    # Raised at every claim, so it also tells two claims of one row apart (see claiming.py).
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    # Empty means due at once: what was just owed does not depend on two clocks agreeing.
    next_attempt_at = models.DateTimeField(_("next attempt at"), null=True, blank=True)
    leased_until = models.DateTimeField(_("leased until"), null=True, blank=True)
    created_at = models.DateTimeField(_("owed at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=400, blank=True)
    # Why an operator let it go; who did and when stands in the audit trail.
    dropped_because = models.CharField(
        _("dropped because"), max_length=400, blank=True, db_default=""
    )

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ("-id",)
        indexes = (
            # By id alone: with the channel in front, the planner walks the primary key instead.
            models.Index("id", name="outbox_pending", condition=Q(state="pending")),
            models.Index(
                "channel",
                "ordering_key",
                "id",
                name="outbox_pending_in_order",
                condition=Q(state="pending") & ~Q(ordering_key=""),
            ),
            models.Index("id", name="outbox_attention", condition=Q(state="attention")),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="outbox_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="outbox_sent_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(state="pending") | Q(leased_until__isnull=True),
                name="outbox_only_pending_is_leased",
            ),
            models.CheckConstraint(
                condition=Q(state="dropped") ^ Q(dropped_because=""),
                name="outbox_dropped_has_its_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.channel} {self.subject} #{self.pk}"


class Webhook(models.Model):
    """An address outside that is told of events, in order, signed with a secret of its own."""

    name = models.CharField(max_length=80)
    url = models.CharField(max_length=500)
    secret = models.CharField(max_length=100)
    # Codes of events; all of them where empty.
    events = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    active = models.BooleanField(default=True)
    # The number of the last event that was owed to it: its receiver sees when one is missing.
    last_sequence = models.PositiveBigIntegerField(default=0, editable=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name


class WebhookAttempt(models.Model):
    """One attempt to tell a webhook of an event, and what came of it."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="attempts")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    milliseconds = models.PositiveIntegerField()
    error = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=["webhook", "-id"], name="attempts_by_webhook"),)

    def __str__(self) -> str:
        return f"{self.webhook_id} #{self.sequence}: {self.status or self.error}"
