"""What a person finds under the bell, and what still goes into their next summary."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.tenancy import CustomerOwned
from macd.models.document import Document, DocumentEvent


class Notification(CustomerOwned):
    """Word of one event for one person. What it says is read from the event when it is shown."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications"
    )
    event = models.ForeignKey(DocumentEvent, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    # The summary it goes into, where its reader wants one or was resting; and when that went out.
    summary_at = models.DateTimeField(null=True, blank=True)
    summarised_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "event"], name="notification_once"),
        ]
        indexes = [
            models.Index(fields=["person", "-at", "-id"], name="notification_by_time"),
            models.Index(
                fields=["person"], condition=Q(read_at__isnull=True), name="notification_unread"
            ),
            models.Index(
                fields=["summary_at", "person"],
                condition=Q(summary_at__isnull=False, summarised_at__isnull=True),
                name="notification_to_summarise",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} → {self.person_id}"
