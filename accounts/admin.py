"""People and customers under /manage/."""

from typing import TYPE_CHECKING, Any

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.administering import PlainFields
from accounts.columns import CountryFilter, Days
from accounts.enterprise_numbers import vat_number
from accounts.forms import MembershipForm, PersonForm
from accounts.models import (
    Absence,
    BillingAccount,
    Customer,
    Deputyship,
    Membership,
    Person,
    StaffMembership,
    Team,
)
from accounts.roles import StaffRole

if TYPE_CHECKING:
    AbsenceBase = admin.ModelAdmin[Absence]
    CustomerBase = admin.ModelAdmin[Customer]
    DeputyshipBase = admin.ModelAdmin[Deputyship]
    PersonBase = admin.ModelAdmin[Person]
    TeamBase = admin.ModelAdmin[Team]
    BillingAccountRows = admin.TabularInline[BillingAccount, Customer]
    CustomerRows = admin.TabularInline[Membership, Customer]
    PersonRows = admin.TabularInline[Membership, Person]
    StaffRows = admin.TabularInline[StaffMembership, Person]
else:
    AbsenceBase = CustomerBase = DeputyshipBase = PersonBase = TeamBase = admin.ModelAdmin
    BillingAccountRows = CustomerRows = PersonRows = StaffRows = admin.TabularInline

# Who looks after customers, or stands in for who does.
MANAGERS = (StaffRole.ACCOUNT_MANAGER,)

# The administration has no sign-in of its own: attempts are counted, second factors asked.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
# Nothing is deleted by the dozen: what goes with it is shown of one thing at a time.
admin.site.disable_action("delete_selected")


class StaffMembershipInline(PlainFields, StaffRows):
    """The roles of a person with the provider."""

    model = StaffMembership
    extra = 0


class PersonMembershipInline(PlainFields, PersonRows):
    """The customers of a person."""

    model = Membership
    form = MembershipForm
    extra = 0
    autocomplete_fields = ("customer",)


class CustomerMembershipInline(PlainFields, CustomerRows):
    """The people of a customer."""

    model = Membership
    form = MembershipForm
    extra = 0
    autocomplete_fields = ("person",)


class BillingAccountInline(PlainFields, BillingAccountRows):
    """The billing accounts of a customer."""

    model = BillingAccount
    extra = 0


@admin.register(Person)
class PersonAdmin(PlainFields, PersonBase):
    """People who sign in; passwords are set by themselves, through the mail they ask for."""

    form = PersonForm
    list_display = ("name", "email", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "staff_memberships__role", "language")
    search_fields = ("name", "email")
    ordering = ("name",)
    readonly_fields = ("last_login", "date_joined")
    inlines = (PersonMembershipInline, StaffMembershipInline)
    fieldsets = (
        (None, {"fields": ("name", "email", "phone", "language")}),
        (_("Access"), {"fields": ("is_active", "is_staff", "is_superuser", "user_permissions")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Person | None = None) -> Any:
        """Let only those who may do everything give others that right."""
        rights = (
            () if request.user.is_superuser else ("is_staff", "is_superuser", "user_permissions")
        )
        return (*super().get_readonly_fields(request, obj), *rights)

    def has_delete_permission(self, request: HttpRequest, obj: Person | None = None) -> bool:
        """Refuse: people are switched off, history keeps naming them."""
        return False


@admin.register(Customer)
class CustomerAdmin(PlainFields, CustomerBase):
    """Customers with their people and billing accounts."""

    list_display = (
        "legal_name",
        "number",
        "country",
        "account_manager",
        "signing_rule",
        "credit_hold",
        "closed_on",
    )
    list_filter = (
        ("country", CountryFilter),
        *("language", "credit_hold", "signing_rule"),
        ("account_manager", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("account_manager",)
    search_fields = ("legal_name", "enterprise_number")
    autocomplete_fields = ("parent",)
    staff_fields = {"account_manager": MANAGERS}
    inlines = (CustomerMembershipInline, BillingAccountInline)

    @admin.display(description=_("enterprise number"), ordering="enterprise_number")
    def number(self, row: Customer) -> str:
        """The number as it is written everywhere else."""
        return vat_number(row.enterprise_number)

    def has_delete_permission(self, request: HttpRequest, obj: Customer | None = None) -> bool:
        """Refuse: customers are closed, their documents stay."""
        return False


@admin.register(Team)
class TeamAdmin(PlainFields, TeamBase):
    """Teams of account managers."""

    list_display = ("name", "lead")
    search_fields = ("name",)
    staff_fields = {"lead": (StaffRole.LEAD,)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Team]:
        """Read the leads with them."""
        return super().get_queryset(request).select_related("lead")


@admin.register(Deputyship)
class DeputyshipAdmin(PlainFields, Days, DeputyshipBase):
    """Who stands in for whom, and when."""

    list_display = ("account_manager", "deputy", "first_day", "last_day")
    list_select_related = ("account_manager", "deputy")
    staff_fields = {"account_manager": MANAGERS, "deputy": MANAGERS}


@admin.register(Absence)
class AbsenceAdmin(PlainFields, Days, AbsenceBase):
    """Who is away, and when."""

    list_display = ("person", "first_day", "last_day")
    list_select_related = ("person",)
    staff_fields = {"person": tuple(StaffRole)}


def hide_foreign_models() -> None:
    """Take what the libraries registered out of the administration.

    Rights come from roles, so no groups; one signs in with one's own address only; and secrets of
    second factors are nobody's to read.
    """
    for model in (Group, EmailAddress, Authenticator):
        if admin.site.is_registered(model):
            admin.site.unregister(model)
