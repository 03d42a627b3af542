"""Documents and all that is written in them; numbered by year; what was said is kept."""

import uuid

import django.contrib.postgres.functions
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.atonce import at_once
from accounts.tenancy import ProtectTenants
from files.immutable import Immutable

# One sequence per Brussels year, made when the year's first document is; the function runs as
# its owner because the application may not create sequences. Gaps are allowed.
NUMBERS = """
CREATE FUNCTION macd_next_number(year integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    name text := 'macd_number_' || year;
BEGIN
    IF year NOT BETWEEN 2000 AND 2999 THEN
        RAISE EXCEPTION 'no documents in the year %', year;
    END IF;
    IF to_regclass(name) IS NULL THEN
        PERFORM pg_advisory_xact_lock(hashtext(name));
        EXECUTE format('CREATE SEQUENCE IF NOT EXISTS %I', name);
    END IF;
    RETURN nextval(name);
END $$;
"""

# The table of macd.porting, kept by the database as well (a test compares them).
ONWARDS = """
CREATE FUNCTION macd_port_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND (OLD.state || ' ' || NEW.state) NOT IN (
        'asked checked', 'checked requested', 'requested confirmed', 'requested refused',
        'refused asked', 'confirmed ported', 'confirmed refused'
    ) THEN
        RAISE EXCEPTION 'numbers that are % do not become %', OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER port_goes_on BEFORE UPDATE ON macd_numberport
    FOR EACH ROW EXECUTE FUNCTION macd_port_goes_on();
"""

BACK = """
DROP TRIGGER port_goes_on ON macd_numberport;
DROP FUNCTION macd_port_goes_on();
"""


@at_once
class Migration(migrations.Migration):
    initial = True

    # Databases that have all of these have this one.
    replaces = [
        ("macd", "0001_initial"),
        ("macd", "0002_protection"),
        ("macd", "0003_number_details"),
        ("macd", "0004_attachment_purpose"),
        ("macd", "0005_notification"),
        ("macd", "0006_amendments"),
        ("macd", "0007_signed_by_day"),
        ("macd", "0008_visits"),
        ("macd", "0009_signature_evidence"),
        ("macd", "0010_ported_numbers"),
        ("macd", "0011_number_ports"),
        ("macd", "0012_stopped_items"),
        ("macd", "0013_delivered_parts"),
        ("macd", "0014_desk"),
        ("macd", "0015_returns_and_prices"),
        ("macd", "0016_beside_each_other"),
        ("macd", "0017_notifications_by_time"),
    ]

    dependencies = [
        ("accounts", "0001_folded"),
        ("files", "0001_folded"),
        ("offices", "0001_folded"),
        ("services", "0001_folded"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ConsentWording",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("language", models.CharField(max_length=2)),
                ("text", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=32, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("move", "Move"),
                            ("add", "Add"),
                            ("change", "Change"),
                            ("delete", "Delete"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("awaiting_company", "Waiting for your colleague"),
                            ("submitted", "Sent to your account manager"),
                            ("in_review", "Being completed with you"),
                            ("awaiting_customer", "We need something from you"),
                            ("awaiting_second_approval", "Being approved"),
                            ("awaiting_signature", "Ready for your signature"),
                            ("signed", "Signed: we are planning it"),
                            ("in_delivery", "Planned"),
                            ("on_hold", "On hold"),
                            ("withdrawal_requested", "Withdrawal asked"),
                            ("withdrawing", "Being withdrawn"),
                            ("completed", "Done"),
                            ("partial", "Partly done"),
                            ("failed", "Not delivered"),
                            ("rejected", "Refused"),
                            ("cancelled", "Closed"),
                            ("expired", "Expired"),
                        ],
                        default="draft",
                        max_length=32,
                    ),
                ),
                (
                    "resume_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "Draft"),
                            ("awaiting_company", "Waiting for your colleague"),
                            ("submitted", "Sent to your account manager"),
                            ("in_review", "Being completed with you"),
                            ("awaiting_customer", "We need something from you"),
                            ("awaiting_second_approval", "Being approved"),
                            ("awaiting_signature", "Ready for your signature"),
                            ("signed", "Signed: we are planning it"),
                            ("in_delivery", "Planned"),
                            ("on_hold", "On hold"),
                            ("withdrawal_requested", "Withdrawal asked"),
                            ("withdrawing", "Being withdrawn"),
                            ("completed", "Done"),
                            ("partial", "Partly done"),
                            ("failed", "Not delivered"),
                            ("rejected", "Refused"),
                            ("cancelled", "Closed"),
                            ("expired", "Expired"),
                        ],
                        max_length=32,
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1)),
                ("version", models.PositiveIntegerField(default=0)),
                ("content_hash", models.CharField(blank=True, max_length=64)),
                ("asked_by", models.CharField(blank=True, max_length=200)),
                (
                    "asked_channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("phone", "Telephone call"),
                            ("mail", "E-mail"),
                            ("letter", "Letter"),
                            ("visit", "Visit"),
                        ],
                        max_length=8,
                    ),
                ),
                ("received_on", models.DateField(blank=True, null=True)),
                ("shared", models.BooleanField(default=False)),
                ("finance_decides", models.BooleanField(default=False)),
                ("surveyed", models.BooleanField(db_default=False, default=False)),
                ("language", models.CharField(max_length=2)),
                ("reference", models.CharField(blank=True, max_length=100)),
                ("po_number", models.CharField(blank=True, max_length=100)),
                (
                    "bond",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("split", "Another place to which the same office moves"),
                            ("back", "The way back of a temporary move"),
                        ],
                        db_default="",
                        max_length=8,
                    ),
                ),
                (
                    "finding",
                    models.JSONField(
                        blank=True, db_default=models.Value({}, models.JSONField()), default=dict
                    ),
                ),
                ("requested_on", models.DateField(blank=True, null=True)),
                ("committed_on", models.DateField(blank=True, null=True)),
                ("completed_on", models.DateField(blank=True, null=True)),
                (
                    "monthly_difference",
                    models.DecimalField(decimal_places=4, max_digits=14, null=True),
                ),
                ("at_stake", models.DecimalField(decimal_places=4, max_digits=16, null=True)),
                (
                    "ball",
                    models.CharField(
                        choices=[
                            ("customer", "customer"),
                            ("account_manager", "account manager"),
                            ("second_approver", "second approver"),
                            ("operations", "operations"),
                            ("carrier", "carrier"),
                            ("finance", "finance"),
                            ("nobody", "nobody"),
                        ],
                        default="customer",
                        max_length=16,
                    ),
                ),
                ("ball_since", models.DateTimeField()),
                ("act_by", models.DateField(blank=True, null=True)),
                ("waiting_for", models.TextField(blank=True)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "account_manager",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "bound_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bound",
                        to="macd.document",
                    ),
                ),
                (
                    "company_approver",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                    "follow_up_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="macd.document",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.office",
                    ),
                ),
                (
                    "requester",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "root",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to="macd.document",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to_office",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.office",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["customer", "-updated_at", "-id"], name="document_by_customer"
                    ),
                    models.Index(
                        fields=["account_manager", "ball_since", "id"], name="document_by_manager"
                    ),
                    models.Index(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "cancelled",
                                    "completed",
                                    "expired",
                                    "failed",
                                    "partial",
                                    "rejected",
                                ],
                            ),
                            _negated=True,
                        ),
                        fields=["account_manager", "id"],
                        name="open_document_by_manager",
                    ),
                    models.Index(
                        condition=models.Q(("signed_at__isnull", False)),
                        fields=["signed_at"],
                        name="signed_document_by_day",
                    ),
                    models.Index(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "cancelled",
                                    "completed",
                                    "expired",
                                    "failed",
                                    "partial",
                                    "rejected",
                                ],
                            ),
                            _negated=True,
                        ),
                        fields=["status", "ball_since", "id"],
                        name="open_document_by_status",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["move", "add", "change", "delete"])),
                        name="document_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "draft",
                                    "awaiting_company",
                                    "submitted",
                                    "in_review",
                                    "awaiting_customer",
                                    "awaiting_second_approval",
                                    "awaiting_signature",
                                    "signed",
                                    "in_delivery",
                                    "on_hold",
                                    "withdrawal_requested",
                                    "withdrawing",
                                    "completed",
                                    "partial",
                                    "failed",
                                    "rejected",
                                    "cancelled",
                                    "expired",
                                ],
                            )
                        ),
                        name="document_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status__in", ["on_hold", "withdrawal_requested"]), _negated=True
                            ),
                            models.Q(("resume_status", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="held_document_knows_where_it_came_from",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at__isnull", True),
                            (
                                "status__in",
                                [
                                    "cancelled",
                                    "completed",
                                    "expired",
                                    "failed",
                                    "partial",
                                    "rejected",
                                ],
                            ),
                            _connector="OR",
                        ),
                        name="closed_document_is_final",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("bond", ""), ("bound_to__isnull", True)),
                            models.Q(("bond__in", ["split", "back"]), ("bound_to__isnull", False)),
                            _connector="OR",
                        ),
                        name="bound_document_says_how",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("bond", "back"),
                            models.Q(
                                (
                                    "status__in",
                                    ["cancelled", "expired", "failed", "partial", "rejected"],
                                ),
                                _negated=True,
                            ),
                        ),
                        fields=("bound_to",),
                        name="one_way_back",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("root__isnull", False),
                            ("signed_at__isnull", True),
                            models.Q(
                                (
                                    "status__in",
                                    [
                                        "cancelled",
                                        "completed",
                                        "expired",
                                        "failed",
                                        "partial",
                                        "rejected",
                                    ],
                                ),
                                _negated=True,
                            ),
                        ),
                        fields=("root",),
                        name="one_open_amendment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("shared", "Customer and provider"),
                            ("internal", "Provider only"),
                        ],
                        max_length=8,
                    ),
                ),
                ("text", models.TextField()),
                (
                    "side",
                    models.CharField(
                        choices=[("customer", "customer"), ("provider", "provider")], max_length=8
                    ),
                ),
                ("at", models.DateTimeField()),
                ("is_question", models.BooleanField(default=False)),
                (
                    "answers",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answered_by",
                        to="macd.comment",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="macd.document",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("side", "provider"), ("audience", "shared"), _connector="OR"
                        ),
                        name="customers_write_shared_comments",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_question", False), ("audience", "shared"), _connector="OR"
                        ),
                        name="questions_are_shared",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.UUIDField(
                        db_default=django.contrib.postgres.functions.RandomUUID(),
                        default=uuid.uuid4,
                        editable=False,
                        unique=True,
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("floor_plan", "Floor plan"),
                            ("photo", "Photo of the place"),
                            ("permission", "Permission of the landlord"),
                            ("mandate", "Signed mandate to take over numbers"),
                            ("other", "Something else"),
                        ],
                        db_default="other",
                        default="other",
                        max_length=12,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("version", models.PositiveIntegerField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                    "stored_file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="macd.document",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="DocumentEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(max_length=32)),
                ("line_number", models.PositiveIntegerField(blank=True, null=True)),
                ("from_status", models.CharField(blank=True, max_length=32)),
                ("to_status", models.CharField(blank=True, max_length=32)),
                (
                    "actor",
                    models.CharField(
                        choices=[
                            ("requester", "requester"),
                            ("completer", "helper in completing"),
                            ("company_approver", "approving colleague"),
                            ("signatory", "signatory"),
                            ("reader", "reader at the customer"),
                            ("account_manager", "account manager"),
                            ("second_approver", "second approver"),
                            ("operations", "operations"),
                            ("finance", "finance"),
                            ("auditor", "auditor"),
                            ("system", "the system"),
                        ],
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("version", models.PositiveIntegerField()),
                ("content_hash", models.CharField(blank=True, max_length=64)),
                ("note", models.TextField(blank=True)),
                ("facts", models.JSONField(default=dict)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="macd.document",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["document", "id"], name="event_by_document")],
            },
        ),
        migrations.CreateModel(
            name="DocumentVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("content_hash", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
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
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="macd.document",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("document", "number"), name="version_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content_hash", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("voided_at", models.DateTimeField(blank=True, null=True)),
                ("second", models.BooleanField(default=False)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approvals",
                        to="macd.document",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="macd.documentversion",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at__isnull", True)),
                        fields=("version", "second"),
                        name="one_approval_in_force",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FieldChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=120)),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
                (
                    "side",
                    models.CharField(
                        choices=[("customer", "customer"), ("provider", "provider")], max_length=8
                    ),
                ),
                ("at", models.DateTimeField()),
                ("version", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("applied", "Applied"),
                            ("proposed", "Suggested"),
                            ("accepted", "Accepted"),
                            ("declined", "Not taken over"),
                        ],
                        max_length=8,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("reply", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="field_changes",
                        to="macd.document",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "proposed")),
                        fields=("document", "path"),
                        name="one_open_proposal_per_field",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["applied", "proposed"]),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="decided_change_names_who",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IdempotencyKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("route", models.CharField(max_length=100)),
                ("body_sha256", models.CharField(max_length=64)),
                ("location", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "key"), name="key_once")],
            },
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("add", "New"),
                            ("modify", "Changes"),
                            ("delete", "Stops"),
                            ("no_change", "Stays as it is"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("move", "Move it"),
                            ("replace", "Replace it"),
                            ("stop", "Stop it"),
                            ("keep", "Keep it where it is"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("planned", "Planned"),
                            ("held", "On hold"),
                            ("delivered", "Delivered"),
                            ("completed", "Done"),
                            ("failed", "Not delivered"),
                            ("withdrawn", "Withdrawn"),
                            ("superseded", "Replaced by an amendment"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("current", models.JSONField(default=dict)),
                ("desired", models.JSONField(default=dict)),
                ("quantity_before", models.PositiveIntegerField(null=True)),
                ("quantity", models.PositiveIntegerField(default=1)),
                ("number_actions", models.JSONField(default=dict)),
                ("number_details", models.JSONField(db_default={}, default=dict)),
                ("port_in", models.JSONField(db_default={}, default=dict)),
                (
                    "returns",
                    models.JSONField(db_default=models.Value([], models.JSONField()), default=list),
                ),
                ("requested_on", models.DateField(blank=True, null=True)),
                ("committed_on", models.DateField(blank=True, null=True)),
                ("delivered_on", models.DateField(blank=True, null=True)),
                ("delivered_quantity", models.PositiveIntegerField(db_default=0, default=0)),
                ("until_on", models.DateField(blank=True, null=True)),
                ("no_return_on", models.DateField(blank=True, null=True)),
                ("price_before", models.DecimalField(decimal_places=4, max_digits=14, null=True)),
                ("price_after", models.DecimalField(decimal_places=4, max_digits=14, null=True)),
                ("price_once", models.DecimalField(decimal_places=4, max_digits=14, null=True)),
                (
                    "held_for",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("customer", "customer"),
                            ("account_manager", "account manager"),
                            ("second_approver", "second approver"),
                            ("operations", "operations"),
                            ("carrier", "carrier"),
                            ("finance", "finance"),
                            ("nobody", "nobody"),
                        ],
                        max_length=16,
                    ),
                ),
                ("held_reason", models.TextField(blank=True)),
                ("held_until", models.DateField(blank=True, null=True)),
                ("held_by", models.CharField(blank=True, db_default="", max_length=40)),
                ("stops_with", models.CharField(blank=True, db_default="", max_length=40)),
                ("works_once", models.DecimalField(decimal_places=4, max_digits=14, null=True)),
                ("monthly_more", models.DecimalField(decimal_places=4, max_digits=14, null=True)),
                (
                    "held_code",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_access", "Nobody could let us in"),
                            ("site_not_ready", "Room, power or cabling is not ready"),
                            ("permission_missing", "The landlord's permission is missing"),
                            ("other_day_asked", "The customer asked for another day"),
                            ("line_not_there", "The carrier's line is late or faulty"),
                            ("port_refused", "The other operator has not released the number"),
                            ("street_works", "Works in the street are needed"),
                            ("equipment_missing", "Equipment is missing or faulty"),
                            ("no_technician", "No technician was there"),
                            ("not_in_time", "It took longer than the slot"),
                            ("quote_needed", "Other works are needed than were agreed"),
                            ("unclear_order", "What was ordered is not clear"),
                            ("payment_open", "A payment is open"),
                        ],
                        db_default="",
                        max_length=24,
                    ),
                ),
                ("promised_on", models.DateField(blank=True, null=True)),
                ("accepts_on", models.DateField(blank=True, null=True)),
                ("serials", models.JSONField(default=list)),
                ("circuit_id", models.CharField(blank=True, db_default="", max_length=60)),
                (
                    "numbers",
                    models.JSONField(db_default=models.Value([], models.JSONField()), default=list),
                ),
                ("new_service_id", models.CharField(blank=True, max_length=40)),
                (
                    "agreement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="services.agreement",
                    ),
                ),
                (
                    "billing_account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.billingaccount",
                    ),
                ),
                (
                    "current_offering_version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="services.offeringversion",
                    ),
                ),
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
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="macd.document",
                    ),
                ),
                (
                    "offering_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="services.offeringversion",
                    ),
                ),
                (
                    "place_from",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.office",
                    ),
                ),
                (
                    "place_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.office",
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="services.service",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="services.service",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("document", "number"), name="line_number"),
                    models.UniqueConstraint(
                        fields=("document", "service", "action"),
                        name="one_line_per_service_and_action",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("action", "add"), ("service__isnull", False), _connector="OR"
                        ),
                        name="line_names_its_service",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "held"), _negated=True),
                            models.Q(("held_for", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="held_line_has_a_party",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["delivered", "completed"]), _negated=True),
                            ("delivered_on__isnull", False),
                            _connector="OR",
                        ),
                        name="delivered_line_has_its_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("monthly_more", None), ("monthly_more__gt", 0), _connector="OR"
                        ),
                        name="found_price_is_higher",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HardwareReturn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=200)),
                ("serial", models.CharField(blank=True, max_length=60)),
                ("due_on", models.DateField()),
                ("received_on", models.DateField(blank=True, null=True)),
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
                    "received_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="returning",
                        to="macd.line",
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "line", "position"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("received_on", None)),
                        fields=["due_on", "id"],
                        name="devices_still_out",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("line", "position"), name="returned_device_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("received_by", None), ("received_on", None)),
                            models.Q(
                                ("received_by__isnull", False), ("received_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="received_device_says_by_whom",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("survey", "Survey"),
                            ("install", "Installation"),
                            ("pick_up", "Pick-up of equipment"),
                        ],
                        default="install",
                        max_length=8,
                    ),
                ),
                ("day", models.DateField()),
                (
                    "half",
                    models.CharField(
                        choices=[("morning", "Morning"), ("afternoon", "Afternoon")], max_length=9
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("sequence", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("done", "Done"),
                            ("partly", "Partly done"),
                            ("failed", "Not done"),
                        ],
                        max_length=6,
                    ),
                ),
                (
                    "delay_code",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_access", "Nobody could let us in"),
                            ("site_not_ready", "Room, power or cabling is not ready"),
                            ("permission_missing", "The landlord's permission is missing"),
                            ("other_day_asked", "The customer asked for another day"),
                            ("line_not_there", "The carrier's line is late or faulty"),
                            ("port_refused", "The other operator has not released the number"),
                            ("street_works", "Works in the street are needed"),
                            ("equipment_missing", "Equipment is missing or faulty"),
                            ("no_technician", "No technician was there"),
                            ("not_in_time", "It took longer than the slot"),
                            ("quote_needed", "Other works are needed than were agreed"),
                            ("unclear_order", "What was ordered is not clear"),
                            ("payment_open", "A payment is open"),
                        ],
                        max_length=24,
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.office",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.team",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="macd.document",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="macd.line",
                    ),
                ),
            ],
            options={
                "ordering": ["day", "-half", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("cancelled_at", None)),
                        fields=["day", "id"],
                        name="visit_by_day",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("purpose__in", ["survey", "install", "pick_up"])),
                        name="visit_purpose_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("half__in", ["morning", "afternoon"])),
                        name="visit_half_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("outcome", "")),
                            models.Q(
                                models.Q(("outcome", ""), _negated=True),
                                ("cancelled_at__isnull", True),
                                ("closed_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="closed_visit_has_its_outcome",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LineRelation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "relation",
                    models.CharField(
                        choices=[("relocates_to", "relocates to"), ("relies_on", "relies on")],
                        max_length=16,
                    ),
                ),
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
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="relations",
                        to="macd.line",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="related_from",
                        to="macd.line",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("line", "other", "relation"), name="relation_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("line", models.F("other")), _negated=True),
                        name="not_to_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                ("summary_at", models.DateTimeField(blank=True, null=True)),
                ("summarised_at", models.DateTimeField(blank=True, null=True)),
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
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="macd.document",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="macd.documentevent",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "-at", "-id"], name="notification_by_time"),
                    models.Index(
                        condition=models.Q(("read_at__isnull", True)),
                        fields=["person"],
                        name="notification_unread",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("summarised_at__isnull", True), ("summary_at__isnull", False)
                        ),
                        fields=["summary_at", "person"],
                        name="notification_to_summarise",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "event"), name="notification_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="NumberPort",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "To be checked"),
                            ("checked", "Checked"),
                            ("requested", "Asked of the other operator"),
                            ("refused", "Refused by the other operator"),
                            ("confirmed", "Date confirmed"),
                            ("ported", "Taken over"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                (
                    "refusal",
                    models.CharField(
                        blank=True,
                        choices=[
                            (
                                "account_wrong",
                                "The customer number does not belong to these numbers",
                            ),
                            ("name_differs", "The numbers are in another company's name"),
                            ("number_unknown", "A number is not with that operator"),
                            ("range_incomplete", "The range is not asked for as a whole"),
                            (
                                "mandate_invalid",
                                "The mandate is missing, or not signed by the holder",
                            ),
                            ("other_request", "Another operator asked for them already"),
                            ("contract_block", "The numbers are blocked at that operator"),
                        ],
                        max_length=20,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("confirmed_on", models.DateField(blank=True, null=True)),
                ("ported_on", models.DateField(blank=True, null=True)),
                ("updated_at", models.DateTimeField()),
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
                    "line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="port",
                        to="macd.line",
                    ),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["asked", "checked", "requested", "refused", "confirmed", "ported"],
                            )
                        ),
                        name="port_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "refusal__in",
                                    [
                                        "account_wrong",
                                        "name_differs",
                                        "number_unknown",
                                        "range_incomplete",
                                        "mandate_invalid",
                                        "other_request",
                                        "contract_block",
                                    ],
                                ),
                                ("state", "refused"),
                            ),
                            models.Q(
                                models.Q(("state", "refused"), _negated=True), ("refusal", "")
                            ),
                            _connector="OR",
                        ),
                        name="refused_port_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["confirmed", "ported"]), _negated=True),
                            ("confirmed_on__isnull", False),
                            _connector="OR",
                        ),
                        name="confirmed_port_has_its_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ported_on__isnull", False), ("state", "ported")),
                            models.Q(
                                models.Q(("state", "ported"), _negated=True), ("ported_on", None)
                            ),
                            _connector="OR",
                        ),
                        name="ported_has_its_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
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
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="present",
                        to="macd.document",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("document", "person"), name="present_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Printout",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("made_of", models.JSONField()),
                ("owed_at", models.DateTimeField()),
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
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="printouts",
                        to="macd.document",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stored_file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["owed_at"], name="printout_by_age")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="printout_has_a_name"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Rendering",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[("preview", "Preview"), ("sealed", "Sealed document")],
                        max_length=8,
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=40)),
                ("render_input", models.JSONField()),
                ("owed_at", models.DateTimeField()),
                ("made_at", models.DateTimeField(null=True)),
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
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="renderings",
                        to="macd.document",
                    ),
                ),
                (
                    "stored_file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="renderings",
                        to="macd.documentversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("version", "purpose"), name="rendered_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("made_at__isnull", True), ("stored_file__isnull", True)),
                            models.Q(("made_at__isnull", False), ("stored_file__isnull", False)),
                            _connector="OR",
                        ),
                        name="made_rendering_has_its_file",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReplyTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, unique=True)),
                ("texts", models.JSONField()),
                ("written_at", models.DateTimeField()),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("texts__has_keys", ["nl", "fr", "en", "de"]),
                            models.Q(("texts__nl", ""), _negated=True),
                            models.Q(("texts__fr", ""), _negated=True),
                            models.Q(("texts__en", ""), _negated=True),
                            models.Q(("texts__de", ""), _negated=True),
                        ),
                        name="reply_template_in_four",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("query", models.CharField(blank=True, max_length=1000)),
                ("shared", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_views",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "name"), name="saved_view_name_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Section",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        choices=[
                            ("request", "Request"),
                            ("sites", "Sites and access"),
                            ("technical", "Technical"),
                            ("numbers", "Numbers"),
                            ("prices", "Prices and conditions"),
                            ("planning", "Planning"),
                        ],
                        max_length=10,
                    ),
                ),
                ("data", models.JSONField(default=dict)),
                ("reopened", models.BooleanField(default=False)),
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
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sections",
                        to="macd.document",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("document", "name"), name="section_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content_hash", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("voided_at", models.DateTimeField(blank=True, null=True)),
                ("method", models.CharField(max_length=20)),
                ("consent", models.TextField()),
                ("language", models.CharField(max_length=2)),
                ("typed", models.CharField(blank=True, max_length=100)),
                ("drawn", models.JSONField(default=list)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="macd.document",
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="macd.documentversion",
                    ),
                ),
                (
                    "wording",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="macd.consentwording",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at__isnull", True)),
                        fields=("version", "by"),
                        name="one_signature_each",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Snooze",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("until_on", models.DateField()),
                ("revision", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
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
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="snoozes",
                        to="macd.document",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "document"), name="snoozed_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Wait",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="waits",
                        to="macd.document",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="awaited_by",
                        to="macd.document",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("document", "other"), name="wait_once"),
                    models.CheckConstraint(
                        condition=models.Q(("document", models.F("other")), _negated=True),
                        name="waits_not_for_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AppointmentTechnician",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                (
                    "half",
                    models.CharField(
                        choices=[("morning", "Morning"), ("afternoon", "Afternoon")], max_length=9
                    ),
                ),
                (
                    "appointment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="technicians",
                        to="macd.appointment",
                    ),
                ),
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
                    "technician",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("technician", "day", "half"),
                        name="one_visit_per_technician_and_slot",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CompanyRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("over", models.DecimalField(decimal_places=2, max_digits=14)),
                ("set_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "approver",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
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
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("over__gte", 0)), name="company_rule_over"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("customer",),
                        name="one_company_rule",
                    ),
                ],
            },
        ),
        ProtectTenants(
            "Document",
            "DocumentVersion",
            "DocumentEvent",
            "Section",
            "Line",
            "LineRelation",
            "Appointment",
            "FieldChange",
            "Comment",
            "Attachment",
            "Approval",
            "Signature",
            "Rendering",
            "Notification",
            "AppointmentTechnician",
            "NumberPort",
            "Snooze",
            "Printout",
            "CompanyRule",
            "Presence",
            "HardwareReturn",
            "Wait",
        ),
        Immutable("DocumentVersion"),
        Immutable("DocumentEvent"),
        Immutable("Comment"),
        Immutable("Approval", but={"voided_at"}),
        Immutable("Signature", but={"voided_at"}),
        Immutable("ConsentWording"),
        migrations.RunSQL(NUMBERS, "DROP FUNCTION macd_next_number(integer);"),
        migrations.RunSQL(ONWARDS, BACK),
    ]
