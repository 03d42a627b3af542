"""The audit trail and the seals under /manage/, to look at only: what happened, and to what."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.listing import Listed
from accounts.models import Customer, Person
from audit.models import AuditEvent
from macd.recorded import event_in_words, subjects_of
from signing.admin import SealAdmin
from signing.models import Seal

if TYPE_CHECKING:
    Base = admin.ModelAdmin[AuditEvent]
else:
    Base = admin.ModelAdmin


class SubjectsList(Listed):
    """A list that reads with its rows what their references stand for."""

    def get_results(self, request: HttpRequest) -> None:
        """The rows of the page, each with its subject."""
        super().get_results(request)
        self.result_list = with_subjects(self.result_list)


def with_subjects(rows: Iterable[Any]) -> list[Any]:
    """The rows, each with its ``subject``: what its reference stands for."""
    found = list(rows)
    subjects = subjects_of(row.reference for row in found)
    for row in found:
        row.subject = subjects.get(row.reference)
    return found


class AboutSomething:
    """Names what a reference stands for by what people know it by, and leads there."""

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """The list that reads subjects with its rows."""
        return SubjectsList

    @admin.display(description=_("about"), ordering="reference")
    def about(self, row: Any) -> str:
        """The number or the name, with its page where there is one."""
        if not hasattr(row, "subject"):
            with_subjects([row])
        shown = _named(row)
        url = row.subject.url if row.subject else ""
        return format_html('<a href="{}">{}</a>', url, shown) if url else shown


def _named(row: Any) -> str:
    """What a row is about by its name, else its number; a number is not broken at its hyphens."""
    name = str(row.subject.name if row.subject else row.reference)
    return name if " " in name else format_html('<span class="nowrap">{}</span>', name)


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
class AuditEventAdmin(AboutSomething, Base):
    """Events in the order of recording; nobody changes one."""

    list_display = ("what", "about", "at", "person", "customer", "position")
    list_filter = (EventFilter,)
    search_fields = ("reference",)
    show_full_result_count = False
    ordering = ("-id",)
    fields = readonly_fields = (
        *("what", "about", "at", "person", "customer", "facts"),
        *("position", "previous_hash", "hash"),
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
            with_subjects([row])
            about = row.subject.name if row.subject else row.reference  # type: ignore[attr-defined]
            context["heading"] = f"{self.what(row)} · {about}".removesuffix(" · ")
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


class NamedSealAdmin(AboutSomething, SealAdmin):
    """Seals with what was sealed: the number of a request, the company of a letter."""

    list_display = ("sealed", "version", "sealed_at", "superseded_by", "withdrawn_at")

    @admin.display(description=_("about"), ordering="reference")
    def sealed(self, row: Any) -> str:
        """What was sealed, which leads to its seal."""
        return _named(row)


admin.site.unregister(Seal)
admin.site.register(Seal, NamedSealAdmin)
