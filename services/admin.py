"""Catalogue and parameters in Django's administration; the inventory only to be read."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.administering import PlainFields, ReadOnly
from accounts.clock import now
from accounts.columns import Days, in_words, last_day_before
from services.catalogue import CatalogueRefused, publish_draft
from services.configuration import characteristics_of
from services.defining import OfferingVersionForm, following
from services.figures import euros, percentage, set_to
from services.models import (
    Agreement,
    AgreementDiscount,
    Dependency,
    InventoryEntry,
    Offering,
    OfferingVersion,
    PolicyParameter,
    Service,
    ServicePeriod,
    UpgradePath,
)
from services.naming import NamesOfferings, name_of, with_names
from services.parameter_forms import PolicyParameterForm
from services.parameters import PARAMETERS, codes_called
from services.texts import in_language

# Django's classes take their model in brackets for the type checker only.
if TYPE_CHECKING:
    UpgradePathRows = admin.TabularInline[UpgradePath, Offering]
    DependencyRows = admin.TabularInline[Dependency, Offering]
    OfferingBase = admin.ModelAdmin[Offering]
    OfferingVersionBase = admin.ModelAdmin[OfferingVersion]
    PolicyParameterBase = admin.ModelAdmin[PolicyParameter]
    ServicePeriodRows = admin.TabularInline[ServicePeriod, Service]
    InventoryEntryRows = admin.TabularInline[InventoryEntry, Service]
    ServiceBase = admin.ModelAdmin[Service]
    AgreementBase = admin.ModelAdmin[Agreement]
    DiscountBase = admin.ModelAdmin[AgreementDiscount]
else:
    UpgradePathRows = DependencyRows = ServicePeriodRows = InventoryEntryRows = admin.TabularInline
    OfferingBase = OfferingVersionBase = PolicyParameterBase = ServiceBase = AgreementBase = (
        DiscountBase
    ) = admin.ModelAdmin


class PathsInline(NamesOfferings, PlainFields, UpgradePathRows):
    """What an offering may be changed into."""

    model = UpgradePath
    fk_name = "source"
    extra = 0


class NeedsInline(NamesOfferings, PlainFields, DependencyRows):
    """What an offering needs; of one family, any of them."""

    model = Dependency
    fk_name = "offering"
    extra = 0


@admin.register(Offering)
class OfferingAdmin(NamesOfferings, PlainFields, OfferingBase):
    """Offerings with their paths and needs."""

    list_display = ("code", "name", "family", "site_bound", "self_service", "licensed_by")
    list_filter = ("family", "site_bound", "self_service")
    list_select_related = ("licensed_by",)
    search_fields = ("code", "versions__names")
    inlines = (PathsInline, NeedsInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Offering]:
        """With the names of the newest version."""
        return with_names(super().get_queryset(request))

    @admin.display(description=gettext_lazy("Name"))
    def name(self, row: Any) -> str:
        """What it is called in the language of the page."""
        return in_language(row.named) if row.named else ""

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Head the page with the name beside the code."""
        if isinstance(row := context.get("original"), Offering):
            context["heading"] = f"{self.name(row)} · {row.code}".removeprefix(" · ")
        return super().render_change_form(request, context, *args, **kwargs)

    def render_delete_form(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        """Head the question with the name; of what was sold, say what to do instead."""
        row = context["object"]
        context["heading"] = name_of(row)
        if row.versions.exists():
            context["instead"] = _(
                "%(name)s has versions, and what was sold stays on record. To sell it no more, "
                "add a version that says from which day it is no longer sold."
            ) % {"name": name_of(row)}
        return super().render_delete_form(request, context)


@admin.register(OfferingVersion)
class OfferingVersionAdmin(NamesOfferings, PlainFields, Days, OfferingVersionBase):
    """Versions are prepared here and published by the action; published ones stay as they are."""

    form = OfferingVersionForm
    list_display = ("__str__", "offering", "a_month", "first_day", "last_day", "published_at")
    list_filter = ("offering__family",)
    list_select_related = ("offering",)
    search_fields = ("offering__code", "names")
    readonly_fields = ("published_at",)
    actions = ("publish",)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What the version says after which a new one is prepared, where the address names it."""
        return following(request.GET.get("after", ""))

    def has_change_permission(
        self, request: HttpRequest, obj: OfferingVersion | None = None
    ) -> bool:
        """Only what is not published yet may be changed."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or obj.published_at is None)

    def has_delete_permission(
        self, request: HttpRequest, obj: OfferingVersion | None = None
    ) -> bool:
        """Only what is not published yet may be deleted, one at a time."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and obj is not None and obj.published_at is None

    @admin.display(description=gettext_lazy("recurring price"), ordering="recurring_price")
    def a_month(self, row: OfferingVersion) -> str:
        """The price in cents, as the language writes it; more decimals only where there are."""
        return euros(row.recurring_price)

    @admin.action(description=gettext_lazy("Publish"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet[OfferingVersion]) -> None:
        """Publish the chosen versions; say of each that cannot be, why."""
        for version in queryset:
            try:
                publish_draft(version=version, at=now())
            except CatalogueRefused as refused:
                self.message_user(request, f"{version}: {refused}", messages.ERROR)
            else:
                text = _("%(version)s is published.") % {"version": version}
                self.message_user(request, text, messages.SUCCESS)


@admin.register(PolicyParameter)
class PolicyParameterAdmin(PlainFields, Days, PolicyParameterBase):
    """The values of the parameters; to change one from a day on, end it and add the next."""

    form = PolicyParameterForm
    list_display = ("name", "written", "first_day", "last_day")
    search_fields = ("code",)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        """Those with these words in their code, or in what the page says that they decide."""
        found, several = super().get_search_results(request, queryset, search_term)
        return found | queryset.filter(code__in=codes_called(search_term)), several

    @admin.display(description=gettext_lazy("Parameter"), ordering="code")
    def name(self, row: PolicyParameter) -> str:
        """What it decides."""
        return str(PARAMETERS[row.code].label) if row.code in PARAMETERS else row.code

    @admin.display(description=gettext_lazy("Value"))
    def written(self, row: PolicyParameter) -> str:
        """The value with its unit, as it is said in the language of the page."""
        return set_to(row.code, row.value)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Head the page with what the parameter decides."""
        if isinstance(row := context.get("original"), PolicyParameter):
            context["heading"] = self.name(row)
        return super().render_change_form(request, context, *args, **kwargs)


class PeriodsInline(Days, ReadOnly, ServicePeriodRows):
    """What a service was and is."""

    model = ServicePeriod
    extra = 0
    fields = readonly_fields = (
        *("first_day", "last_day", "offering_version", "office", "settings"),
        *("quantity", "recurring_price", "status"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[ServicePeriod]:
        """Read what the rows name with them."""
        found = super().get_queryset(request)
        return found.select_related("offering_version__offering", "office")

    @admin.display(description=gettext_lazy("Settings"))
    def settings(self, row: ServicePeriod) -> str:
        """The settings by their names."""
        known = characteristics_of(row.offering_version)
        shown = [
            f"{known[code].name} – {known[code].show(value)}"
            if code in known
            else f"{code} – {value}"
            for code, value in row.configuration.items()
        ]
        return "\n".join(shown)


class EntriesInline(ReadOnly, InventoryEntryRows):
    """What was recorded about a service."""

    model = InventoryEntry
    fk_name = "service"
    extra = 0
    fields = readonly_fields = (
        *("effective_on", "recorded_at", "source_kind", "source_number", "change"),
        *("cause", "reason", "person", "voids"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[InventoryEntry]:
        """Read what the rows name with them."""
        return super().get_queryset(request).select_related("person", "voids")


@admin.register(Service)
class ServiceAdmin(ReadOnly, ServiceBase):
    """Installed services; documents change them, nobody does here."""

    list_display = ("service_id", "customer", "agreement", "first_started_on")
    list_select_related = ("customer", "agreement")
    search_fields = ("service_id", "customer__legal_name")
    inlines = (PeriodsInline, EntriesInline)


@admin.register(Agreement)
class AgreementAdmin(ReadOnly, AgreementBase):
    """Agreements; their ends never change."""

    list_display = ("number", "customer", "start", "first_end", "end")
    list_select_related = ("customer",)
    search_fields = ("number", "customer__legal_name")
    fields = (
        *("customer", "number", "start", "first_end", "term_months", "renewal_months"),
        *("notice_months", "recurring_minimum", "long_term_waiver", "end"),
    )

    @admin.display(
        description=Agreement._meta.get_field("starts_on").verbose_name, ordering="starts_on"
    )
    def start(self, row: Agreement) -> str | None:
        """The first day under the agreement."""
        return in_words(row.starts_on)

    @admin.display(description=gettext_lazy("First term until"), ordering="initial_end_on")
    def first_end(self, row: Agreement) -> str | None:
        """The last day of the first term; what is stored is the day after (decisions.md 28)."""
        return in_words(last_day_before(row.initial_end_on))

    @admin.display(description=gettext_lazy("Last day"), ordering="ended_on")
    def end(self, row: Agreement) -> str | None:
        """The last day under the agreement, once it ended."""
        return in_words(last_day_before(row.ended_on))


@admin.register(AgreementDiscount)
class AgreementDiscountAdmin(NamesOfferings, PlainFields, Days, DiscountBase):
    """What agreements take off the catalogue's prices; to end one, give it a last day."""

    list_display = ("agreement", "what", "family", "taken_off", "first_day", "last_day")
    list_select_related = ("agreement",)
    search_fields = ("agreement__number", "customer__legal_name")
    autocomplete_fields = ("customer", "agreement")

    def get_queryset(self, request: HttpRequest) -> QuerySet[AgreementDiscount]:
        """With the offerings and their names."""
        named = Prefetch("offering", with_names(Offering.objects.all()))
        return super().get_queryset(request).prefetch_related(named)

    @admin.display(description=gettext_lazy("offering"), ordering="offering")
    def what(self, row: AgreementDiscount) -> str | None:
        """The offering by its name."""
        return name_of(row.offering) if row.offering else None

    @admin.display(description=gettext_lazy("percent"), ordering="percent")
    def taken_off(self, row: AgreementDiscount) -> str:
        """The percentage, as the language writes it."""
        return percentage(row.percent)
