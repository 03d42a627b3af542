"""The outbox under /manage/, to look at only."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.http import HttpRequest

from outbox.models import Message

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Message]
else:
    Base = admin.ModelAdmin


@admin.register(Message)
class MessageAdmin(Base):
    """Messages with their state; nothing is sent or changed from here."""

    list_display = (
        "id",
        "channel",
        "subject",
        "recipient_id",
        "state",
        "attempts",
        "created_at",
        "sent_at",
    )
    list_filter = ("state", "channel")
    search_fields = ("subject", "idempotency_key")
    show_full_result_count = False
    ordering = ("-id",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Messages are owed by steps only."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Message | None = None) -> bool:
        """Messages are settled by workers only."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Message | None = None) -> bool:
        """What was owed stays on record."""
        return False
