"""The audit trail under /manage/, to look at only."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.http import HttpRequest

from audit.models import AuditEvent

if TYPE_CHECKING:
    Base = admin.ModelAdmin[AuditEvent]
else:
    Base = admin.ModelAdmin


@admin.register(AuditEvent)
class AuditEventAdmin(Base):
    """Events in the order of recording; nobody changes one."""

    list_display = ("id", "at", "event", "reference", "person_id", "customer_id", "position")
    list_filter = ("event",)
    search_fields = ("reference",)
    show_full_result_count = False
    ordering = ("-id",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Events are recorded by steps only."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditEvent | None = None) -> bool:
        """The database would refuse it, too."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditEvent | None = None) -> bool:
        """The database would refuse it, too."""
        return False
