"""Catalogue and parameters in Django's administration; the inventory only to be read."""

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.administering import PlainFields
from accounts.clock import now
from accounts.columns import Days
from services.catalogue import CatalogueRefused, publish_draft
from services.configuration import characteristics_of
from services.defining import OfferingVersionForm
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
from services.parameters import PARAMETERS, ParameterRefused, cleaned_value
from services.texts import in_language

# Django's classes take their model in brackets for the type checker only.
if TYPE_CHECKING:
    UpgradePathRows = admin.TabularInline[UpgradePath, Offering]
    DependencyRows = admin.TabularInline[Dependency, Offering]
    OfferingBase = admin.ModelAdmin[Offering]
    OfferingVersionBase = admin.ModelAdmin[OfferingVersion]
    PolicyParameterFields = forms.ModelForm[PolicyParameter]
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
    PolicyParameterFields = forms.ModelForm


AMOUNT = re.compile(r"[0-9]+\.[0-9]+")


class ReadOnly:
    """Shows rows, and lets nobody change, add or delete any here."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is added here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is changed here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is deleted here."""
        return False


class PathsInline(PlainFields, UpgradePathRows):
    """What an offering may be changed into."""

    model = UpgradePath
    fk_name = "source"
    extra = 0


class NeedsInline(PlainFields, DependencyRows):
    """What an offering needs; of one family, any of them."""

    model = Dependency
    fk_name = "offering"
    extra = 0


@admin.register(Offering)
class OfferingAdmin(PlainFields, OfferingBase):
    """Offerings with their paths and needs."""

    list_display = ("code", "name", "family", "site_bound", "self_service", "licensed_by")
    list_filter = ("family", "site_bound", "self_service")
    list_select_related = ("licensed_by",)
    search_fields = ("code",)
    inlines = (PathsInline, NeedsInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Offering]:
        """With the names of the newest version."""
        newest = OfferingVersion.objects.filter(offering=OuterRef("pk")).order_by("-number")
        return super().get_queryset(request).annotate(named=Subquery(newest.values("names")[:1]))

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


@admin.register(OfferingVersion)
class OfferingVersionAdmin(PlainFields, Days, OfferingVersionBase):
    """Versions are prepared here and published by the action; published ones stay as they are."""

    form = OfferingVersionForm
    list_display = ("__str__", "offering", "a_month", "first_day", "last_day", "published_at")
    list_filter = ("offering__family",)
    list_select_related = ("offering",)
    search_fields = ("offering__code",)
    readonly_fields = ("published_at",)
    actions = ("publish",)

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
        price = row.recurring_price.normalize()
        places = max(2, -int(price.as_tuple().exponent))
        return f"€ {number_format(price, decimal_pos=places, force_grouping=True)}"

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


class PolicyParameterForm(PolicyParameterFields):
    """Refuses a code or a value that is none."""

    code = forms.ChoiceField(label=gettext_lazy("Parameter"))
    value = forms.CharField(label=gettext_lazy("Value"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "code" in self.fields:
            named = [(code, f"{kind.label} ({kind.unit})") for code, kind in PARAMETERS.items()]
            self.fields["code"] = forms.ChoiceField(label=_("Parameter"), choices=named)

    def clean(self) -> dict[str, Any]:
        """The value fits the parameter's type."""
        cleaned = super().clean() or {}
        if "code" in cleaned and "value" in cleaned:
            try:
                cleaned["value"] = cleaned_value(cleaned["code"], cleaned["value"])
            except ParameterRefused as refused:
                raise ValidationError(str(refused)) from refused
        return cleaned


@admin.register(PolicyParameter)
class PolicyParameterAdmin(PlainFields, Days, PolicyParameterBase):
    """The values of the parameters; to change one from a day on, end it and add the next."""

    form = PolicyParameterForm
    list_display = ("name", "written", "unit", "first_day", "last_day")
    search_fields = ("code",)

    @admin.display(description=gettext_lazy("Parameter"), ordering="code")
    def name(self, row: PolicyParameter) -> str:
        """What it decides."""
        return str(PARAMETERS[row.code].label) if row.code in PARAMETERS else row.code

    @admin.display(description=gettext_lazy("Unit"))
    def unit(self, row: PolicyParameter) -> str:
        """What the value counts."""
        return str(PARAMETERS[row.code].unit) if row.code in PARAMETERS else ""

    @admin.display(description=gettext_lazy("Value"))
    def written(self, row: PolicyParameter) -> str:
        """The value as it is written in the language of the page, not as it is stored."""
        text = str(row.value)
        if AMOUNT.fullmatch(text):
            return str(number_format(Decimal(text), use_l10n=True, force_grouping=True))
        return text

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

    list_display = ("number", "customer", "starts_on", "initial_end_on", "ended_on")
    list_select_related = ("customer",)
    search_fields = ("number", "customer__legal_name")


@admin.register(AgreementDiscount)
class AgreementDiscountAdmin(PlainFields, Days, DiscountBase):
    """What agreements take off the catalogue's prices; to end one, give it a last day."""

    list_display = ("agreement", "offering", "family", "percent", "first_day", "last_day")
    list_select_related = ("agreement", "offering")
    search_fields = ("agreement__number", "customer__legal_name")
    autocomplete_fields = ("customer", "agreement")
