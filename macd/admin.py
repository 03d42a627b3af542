"""The audit trail under /manage/, to look at only: what happened, who did it, and for whom."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.models import Customer, Person
from audit.models import AuditEvent
from macd.recorded import event_in_words

if TYPE_CHECKING:
    Base = admin.ModelAdmin[AuditEvent]
else:
    Base = admin.ModelAdmin


class EventFilter(admin.SimpleListFilter):
    """Events of one sort, by their words."""

    title = _("event")
    parameter_name = "event"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The sorts that were recorded, in the order of their words."""
        codes = AuditEvent.objects.order_by("event").values_list("event", flat=True).distinct()
        return sorted(((code, event_in_words(code)) for code in codes), key=lambda one: one[1])

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[AuditEvent]
    ) -> QuerySet[AuditEvent]:
        """Those of the sort that was chosen."""
        return queryset.filter(event=self.value()) if self.value() else queryset


@admin.register(AuditEvent)
class AuditEventAdmin(Base):
    """Events in the order of recording; nobody changes one."""

    list_display = ("id", "at", "what", "reference", "person", "customer", "position")
    list_filter = (EventFilter,)
    search_fields = ("reference",)
    show_full_result_count = False
    ordering = ("-id",)
    fields = readonly_fields = (
        *("what", "at", "person", "customer", "reference", "facts"),
        *("event", "position", "previous_hash", "hash"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEvent]:
        """Read the names with the rows; events hold numbers, and an erasure reaches the names."""
        person = Person.objects.filter(pk=OuterRef("person_id"))
        customer = Customer.objects.filter(pk=OuterRef("customer_id"))
        return (
            super()
            .get_queryset(request)
            .annotate(
                person_name=Subquery(person.values("name")[:1]),
                customer_name=Subquery(customer.values("legal_name")[:1]),
            )
        )

    @admin.display(description=_("What happened"), ordering="event")
    def what(self, row: AuditEvent) -> str:
        """The event in words."""
        return event_in_words(row.event)

    @admin.display(description=_("person"), ordering="person_id")
    def person(self, row: Any) -> str | int | None:
        """Who did it; the number where nobody of that number is there any more."""
        found: str | int | None = row.person_name or row.person_id
        return found

    @admin.display(description=_("customer"), ordering="customer_id")
    def customer(self, row: Any) -> str | int | None:
        """For which company."""
        found: str | int | None = row.customer_name or row.customer_id
        return found

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Head the page with what happened to what."""
        if isinstance(row := context.get("original"), AuditEvent):
            context["heading"] = f"{self.what(row)} · {row.reference}".removesuffix(" · ")
        return super().render_change_form(request, context, *args, **kwargs)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Events are recorded by steps only."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditEvent | None = None) -> bool:
        """The database would refuse it, too."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditEvent | None = None) -> bool:
        """The database would refuse it, too."""
        return False
