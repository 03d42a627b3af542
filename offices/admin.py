"""Offices in Django's administration."""

from typing import TYPE_CHECKING

from django.contrib import admin

from accounts.administering import PlainFields
from accounts.columns import CountryFilter
from offices.models import Office, OfficeContact

# Django's classes take their model in brackets for the type checker only.
if TYPE_CHECKING:
    OfficeContactRows = admin.TabularInline[OfficeContact, Office]
    OfficeBase = admin.ModelAdmin[Office]
else:
    OfficeContactRows = admin.TabularInline
    OfficeBase = admin.ModelAdmin


class ContactsInline(PlainFields, OfficeContactRows):
    """The contacts of an office."""

    model = OfficeContact
    extra = 0


@admin.register(Office)
class OfficeAdmin(PlainFields, OfficeBase):
    """Offices, found by name, code or address; the status follows from what is installed."""

    list_display = ("name", "code", "customer", "postcode", "municipality", "status")
    list_filter = ("status", ("country", CountryFilter))
    list_select_related = ("customer",)
    search_fields = ("name", "code", "municipality", "postcode", "customer__legal_name")
    autocomplete_fields = ("customer",)
    readonly_fields = ("status",)
