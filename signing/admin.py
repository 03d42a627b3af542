"""The ledger under /manage/, to look at only; it says when the seal key needs somebody."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse

from signing.models import Seal
from signing.watching import noted_problem

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Seal]
else:
    Base = admin.ModelAdmin


@admin.register(Seal)
class SealAdmin(Base):
    """Sealed versions; nobody changes one from here."""

    list_display: tuple[str, ...] = (
        *("reference", "version", "sealed_at", "superseded_by", "withdrawn_at"),
        "certificate_fingerprint",
    )
    search_fields = ("reference", "code", "files__sha256", "certificate_fingerprint")
    show_full_result_count = False
    ordering = ("-id",)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Say above the list what is wrong with the key."""
        problem = noted_problem()
        if problem:
            self.message_user(request, problem, messages.WARNING)
        return super().changelist_view(request, extra_context)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Seals are entered by the sealing of documents only."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Seal | None = None) -> bool:
        """The database would refuse it, too."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Seal | None = None) -> bool:
        """The database would refuse it, too."""
        return False
