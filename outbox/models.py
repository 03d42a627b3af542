"""What is owed to the outside world: one row per message and recipient."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """How far a message has come."""

    PENDING = "pending", _("Waiting")
    SENT = "sent", _("Sent")
    ATTENTION = "attention", _("Needs attention")


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
        )

    def __str__(self) -> str:
        return f"{self.channel} {self.subject} #{self.pk}"
