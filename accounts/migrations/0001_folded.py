"""People, companies and who may sign for whom; the wall between customers; the cache."""

import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

from accounts.atonce import at_once
from accounts.tenancy import ProtectTenants
from accounts.wall import ProtectCustomers

# Counts attempts to sign in, as Django's database cache reads it.
CACHE = """
CREATE TABLE cache (
    cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL
);
CREATE INDEX cache_expires ON cache (expires);
"""


@at_once
class Migration(migrations.Migration):
    initial = True

    # Databases that have all of these have this one.
    replaces = [
        ("accounts", "0001_initial"),
        ("accounts", "0002_cache"),
        ("accounts", "0003_mail_choices"),
        ("accounts", "0004_signing_substitutes"),
        ("accounts", "0005_calendar_key"),
        ("accounts", "0006_absences"),
    ]

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        BtreeGistExtension(),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "email",
                    models.EmailField(max_length=254, unique=True, verbose_name="e-mail address"),
                ),
                ("name", models.CharField(max_length=150, verbose_name="name")),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("nl", "Nederlands"),
                            ("fr", "Français"),
                            ("en", "English"),
                            ("de", "Deutsch"),
                        ],
                        default="en",
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="phone")),
                ("unread", models.PositiveIntegerField(db_default=0, default=0, editable=False)),
                ("is_active", models.BooleanField(default=True, verbose_name="may sign in")),
                (
                    "is_staff",
                    models.BooleanField(default=False, verbose_name="may open the administration"),
                ),
                (
                    "date_joined",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="since"
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
                "ordering": ("name", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("email", django.db.models.functions.text.Lower("email"))
                        ),
                        name="person_email_lower_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["nl", "fr", "en", "de"])),
                        name="person_language",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "valid",
                    django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="period"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="absences",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "absence",
                "verbose_name_plural": "absences",
                "ordering": ("valid", "person"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("valid__isempty", False)), name="absence_lasts"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid__lower_inf", False), ("valid__upper_inf", False)
                        ),
                        name="absence_begins_and_ends",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("person", "="), ("valid", "&&")],
                        name="absence_once_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Customer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("legal_name", models.CharField(max_length=200, verbose_name="legal name")),
                (
                    "enterprise_number",
                    models.CharField(max_length=20, verbose_name="enterprise number"),
                ),
                (
                    "country",
                    models.CharField(
                        default="BE",
                        max_length=2,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z]{2}$", "Give the two letters of the country."
                            )
                        ],
                        verbose_name="country",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("nl", "Nederlands"),
                            ("fr", "Français"),
                            ("en", "English"),
                            ("de", "Deutsch"),
                        ],
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                (
                    "worker_count",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="number of workers"
                    ),
                ),
                (
                    "worker_count_on",
                    models.DateField(blank=True, null=True, verbose_name="counted on"),
                ),
                (
                    "worker_count_source",
                    models.CharField(blank=True, max_length=200, verbose_name="according to"),
                ),
                (
                    "signing_rule",
                    models.CharField(
                        choices=[
                            ("one", "One signatory"),
                            ("two_jointly", "Two signatories jointly"),
                        ],
                        default="one",
                        max_length=11,
                        verbose_name="signing rule",
                    ),
                ),
                (
                    "po_number_required",
                    models.BooleanField(default=False, verbose_name="needs a PO number"),
                ),
                ("credit_hold", models.BooleanField(default=False, verbose_name="credit hold")),
                (
                    "financial_contact_name",
                    models.CharField(blank=True, max_length=150, verbose_name="financial contact"),
                ),
                (
                    "financial_contact_email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="financial contact's e-mail"
                    ),
                ),
                (
                    "financial_contact_phone",
                    models.CharField(
                        blank=True, max_length=30, verbose_name="financial contact's phone"
                    ),
                ),
                (
                    "address_line",
                    models.CharField(blank=True, max_length=250, verbose_name="address"),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed on")),
                (
                    "account_manager",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="managed_customers",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account manager",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subsidiaries",
                        to="accounts.customer",
                        verbose_name="part of",
                    ),
                ),
            ],
            options={
                "verbose_name": "customer",
                "verbose_name_plural": "customers",
                "ordering": ("legal_name", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("country", "enterprise_number"),
                        name="one_customer_per_enterprise_number",
                        violation_error_message="A customer with this enterprise number exists already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("country__regex", "^[A-Z]{2}$")),
                        name="customer_country",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("country", "BE"), _negated=True),
                            ("enterprise_number__regex", "^[01][0-9]{9}$"),
                            _connector="OR",
                        ),
                        name="customer_belgian_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("enterprise_number", ""), _negated=True),
                            models.Q(("legal_name", ""), _negated=True),
                        ),
                        name="customer_is_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["nl", "fr", "en", "de"])),
                        name="customer_language",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("signing_rule__in", ["one", "two_jointly"])),
                        name="customer_signing_rule",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("worker_count__isnull", True), ("worker_count_on__isnull", True)
                            ),
                            models.Q(
                                ("worker_count__isnull", False), ("worker_count_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="customer_workers_have_a_date",
                        violation_error_message="Say on which day the workers were counted.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("parent__isnull", True),
                            models.Q(("parent", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="customer_not_its_own_parent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BillingAccount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=30, verbose_name="number")),
                ("name", models.CharField(blank=True, max_length=150, verbose_name="name")),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.customer",
                        verbose_name="customer",
                    ),
                ),
            ],
            options={
                "verbose_name": "billing account",
                "verbose_name_plural": "billing accounts",
                "ordering": ("number",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("number",), name="one_billing_account_per_number"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Deputyship",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "valid",
                    django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="period"),
                ),
                (
                    "account_manager",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deputyships_given",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account manager",
                    ),
                ),
                (
                    "deputy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deputyships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="deputy",
                    ),
                ),
            ],
            options={
                "verbose_name": "deputyship",
                "verbose_name_plural": "deputyships",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("account_manager", models.F("deputy")), _negated=True),
                        name="deputy_is_someone_else",
                        violation_error_message="Someone else must be the deputy.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid__isempty", False)), name="deputyship_lasts"
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("account_manager", "="), ("deputy", "="), ("valid", "&&")],
                        name="deputyship_once_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EventChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("event", models.CharField(max_length=40)),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("at_once", "At once"),
                            ("daily", "In a daily summary"),
                            ("off", "No mail"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="event_choices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "event"), name="event_choice_once"),
                    models.CheckConstraint(
                        condition=models.Q(("how__in", ["at_once", "daily", "off"])),
                        name="event_choice_how",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("requester", "Requester"),
                                ("signatory", "Signatory"),
                                ("fleet_administrator", "Fleet administrator"),
                                ("uc_administrator", "UC administrator"),
                                ("company_administrator", "Company administrator"),
                                ("viewer", "Viewer"),
                                ("partner", "IT partner"),
                            ],
                            max_length=21,
                        ),
                        size=None,
                        verbose_name="roles",
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("all", "All offices"),
                            ("offices", "Named offices"),
                            ("own", "Own requests"),
                        ],
                        default="all",
                        max_length=7,
                        verbose_name="reaches",
                    ),
                ),
                ("signs_from", models.DateField(blank=True, null=True, verbose_name="signs from")),
                (
                    "signs_until",
                    models.DateField(
                        blank=True,
                        help_text="The last day on which they may sign.",
                        null=True,
                        verbose_name="signs until",
                    ),
                ),
                (
                    "signs_up_to",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        help_text="Amount excluding VAT; empty means without limit.",
                        max_digits=14,
                        null=True,
                        verbose_name="signs up to",
                    ),
                ),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked")),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "membership",
                "verbose_name_plural": "memberships",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("person", "customer"),
                        name="one_membership_per_person_and_customer",
                        violation_error_message="This person belongs to that customer already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "roles__contained_by",
                                [
                                    "requester",
                                    "signatory",
                                    "fleet_administrator",
                                    "uc_administrator",
                                    "company_administrator",
                                    "viewer",
                                    "partner",
                                ],
                            ),
                            ("roles__len__gte", 1),
                        ),
                        name="membership_roles_known",
                        violation_error_message="Choose at least one role.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("scope__in", ["all", "offices", "own"])),
                        name="membership_scope_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("roles__contains", ["signatory"]),
                            models.Q(
                                ("signs_from__isnull", True),
                                ("signs_until__isnull", True),
                                ("signs_up_to__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="membership_only_signatories_sign",
                        violation_error_message="Only a signatory has signing dates or a limit.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("signs_until__isnull", True),
                            ("signs_from__isnull", True),
                            ("signs_until__gte", models.F("signs_from")),
                            _connector="OR",
                        ),
                        name="membership_signing_period",
                        violation_error_message="The last day to sign lies before the first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("signs_up_to__isnull", True), ("signs_up_to__gte", 0), _connector="OR"
                        ),
                        name="membership_signing_limit",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SigningSubstitute",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "valid",
                    django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="period"),
                ),
                ("created_at", models.DateTimeField(verbose_name="named on")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended on")),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="substitutes",
                        to="accounts.membership",
                        verbose_name="signatory",
                    ),
                ),
                (
                    "substitute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stands_in_for",
                        to="accounts.membership",
                        verbose_name="substitute",
                    ),
                ),
            ],
            options={
                "verbose_name": "signing substitute",
                "verbose_name_plural": "signing substitutes",
                "ordering": ("valid", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("membership", models.F("substitute")), _negated=True),
                        name="signing_substitute_is_someone_else",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid__isempty", False),
                            ("valid__lower_inf", False),
                            ("valid__upper_inf", False),
                        ),
                        name="signing_substitute_for_a_period",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        expressions=[("membership", "="), ("valid", "&&")],
                        name="one_signing_substitute_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="name")),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="teams_led",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="lead",
                    ),
                ),
            ],
            options={
                "verbose_name": "team",
                "verbose_name_plural": "teams",
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="StaffMembership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("account_manager", "Account manager"),
                            ("lead", "Team lead"),
                            ("operations", "Operations"),
                            ("finance", "Finance"),
                            ("administrator", "Administrator"),
                            ("auditor", "Auditor"),
                        ],
                        max_length=16,
                        verbose_name="role",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="staff_memberships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="accounts.team",
                        verbose_name="team",
                    ),
                ),
            ],
            options={
                "verbose_name": "staff role",
                "verbose_name_plural": "staff roles",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "role"),
                        name="staff_role_once_per_person",
                        violation_error_message="This person has that role already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "account_manager",
                                    "lead",
                                    "operations",
                                    "finance",
                                    "administrator",
                                    "auditor",
                                ],
                            )
                        ),
                        name="staff_role_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MailSettings",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="mail_settings",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("quiet_from", models.TimeField(blank=True, null=True)),
                ("quiet_until", models.TimeField(blank=True, null=True)),
                ("bounced_at", models.DateTimeField(blank=True, null=True)),
                ("bounce_reason", models.CharField(blank=True, max_length=400)),
                ("bounced_address", models.EmailField(blank=True, max_length=254)),
                (
                    "calendar_key",
                    models.CharField(blank=True, db_default="", default="", max_length=64),
                ),
                ("newsletter_asked_at", models.DateTimeField(blank=True, null=True)),
                ("newsletter_since", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("quiet_from__isnull", True), ("quiet_until__isnull", True)),
                            models.Q(("quiet_from__isnull", False), ("quiet_until__isnull", False)),
                            _connector="OR",
                        ),
                        name="quiet_hours_have_two_ends",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("calendar_key", ""), _negated=True),
                        fields=("calendar_key",),
                        name="calendar_key_once",
                    ),
                ],
            },
        ),
        ProtectTenants(
            "BillingAccount",
            "Membership",
            "SigningSubstitute",
        ),
        ProtectCustomers(),
        migrations.RunSQL(CACHE, "DROP TABLE cache"),
    ]
