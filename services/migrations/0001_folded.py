"""The catalogue, agreements, the inventory and cases; what must never change in them."""

import datetime
import uuid
from datetime import date

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from accounts.atonce import at_once
from accounts.tenancy import ProtectTenants
from files.immutable import Immutable

# A published version is what customers ordered by: only its last day of validity and the end of
# its life may be filled in later, each once.
PUBLISHED = """
CREATE FUNCTION keep_published_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NULL THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF (to_jsonb(NEW) - ARRAY['valid', 'end_of_sale_on', 'end_of_life_on', 'successor_id'])
            = (to_jsonb(OLD) - ARRAY['valid', 'end_of_sale_on', 'end_of_life_on', 'successor_id'])
            AND (NEW.valid = OLD.valid
                 OR (upper_inf(OLD.valid) AND lower(NEW.valid) = lower(OLD.valid)))
            AND (OLD.end_of_sale_on IS NULL OR NEW.end_of_sale_on = OLD.end_of_sale_on)
            AND (OLD.end_of_life_on IS NULL OR NEW.end_of_life_on = OLD.end_of_life_on)
            AND (OLD.successor_id IS NULL OR NEW.successor_id = OLD.successor_id)
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '% refused: a published version stays as it is', TG_OP
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER keep_published BEFORE UPDATE OR DELETE ON services_offeringversion
    FOR EACH ROW EXECUTE FUNCTION keep_published_version();
"""

# No document ever changes the end of an agreement (rule 1): once the first end is set, it and
# what the later ends are computed from stay.
ENDS = """
CREATE FUNCTION keep_agreement_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.initial_end_on IS NOT NULL AND
        (NEW.initial_end_on, NEW.starts_on, NEW.term_months, NEW.renewal_months, NEW.notice_months)
        IS DISTINCT FROM
        (OLD.initial_end_on, OLD.starts_on, OLD.term_months, OLD.renewal_months, OLD.notice_months)
        OR OLD.ended_on IS NOT NULL AND NEW.ended_on IS DISTINCT FROM OLD.ended_on
    THEN
        RAISE EXCEPTION 'UPDATE refused: the end of an agreement never changes once it is set'
            USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_end BEFORE UPDATE ON services_agreement
    FOR EACH ROW EXECUTE FUNCTION keep_agreement_end();
"""

# A mobile user is never deleted, only inactive (rule 62), and what was done stays on record.
KEPT = """
CREATE FUNCTION refuse_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'DELETE refused: rows of % stay', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER stays BEFORE DELETE ON services_sim
    FOR EACH ROW EXECUTE FUNCTION refuse_delete();
CREATE TRIGGER stays BEFORE DELETE ON services_selfserviceaction
    FOR EACH ROW EXECUTE FUNCTION refuse_delete();
CREATE TRIGGER stays BEFORE DELETE ON services_service
    FOR EACH ROW EXECUTE FUNCTION refuse_delete();
CREATE TRIGGER stays BEFORE DELETE ON services_correction
    FOR EACH ROW EXECUTE FUNCTION refuse_delete();
"""
NOT_KEPT = """
DROP TRIGGER stays ON services_correction;
DROP TRIGGER stays ON services_service;
DROP TRIGGER stays ON services_selfserviceaction;
DROP TRIGGER stays ON services_sim;
DROP FUNCTION refuse_delete();
"""

NUMBERS = """
CREATE SEQUENCE services_service_number START 100001;
CREATE SEQUENCE services_self_service_number START 1001;
CREATE SEQUENCE services_import_number START 1001;
"""
NO_NUMBERS = """
DROP SEQUENCE services_import_number;
DROP SEQUENCE services_self_service_number;
DROP SEQUENCE services_service_number;
"""

# The values the parameters of the house start with.
SINCE = date(2000, 1, 1)
DEFAULTS = {
    "acknowledge_business_days": 1,
    "decide_business_days": 2,
    "quote_business_days": 2,
    "lead_add_site_days": 30,
    "lead_add_nomadic_days": 0,
    "lead_change_remote_business_days": 3,
    "lead_change_visit_business_days": 10,
    "lead_move_days": 30,
    "lead_move_without_line_days": 42,
    "delete_notice_days": 30,
    "delete_withdraw_before_days": 6,
    "reminder_customer_business_days": 3,
    "timeout_customer_business_days": 20,
    "draft_days": 30,
    "price_validity_days": 30,
    "acceptance_business_days": 5,
    "agreement_term_months": 36,
    "agreement_renewal_months": 12,
    "agreement_notice_months": 3,
    "second_approval_threshold": "10000.00",
    "second_approval_discount_percent": "20",
    "months_left_without_agreement": 12,
    "small_company_workers": 9,
    "statutory_fee_months": 6,
    "statutory_notice_months": 1,
    "long_term_months": 24,
    "free_exit_days": 30,
    "amendment_date_business_days": 10,
    "amendment_silence_business_days": 10,
    "serviceability_days": 60,
    "temporary_return_days": 30,
    "same_again_minutes": 10,
    "business_day_starts": "09:00",
    "business_day_ends": "17:00",
    "remind_draft_days": 5,
    "remind_visit_business_days": 1,
    "risk_business_days": 2,
    "no_return_visit_business_days": 5,
    "no_return_remote_business_days": 1,
    "visit_morning_starts": "08:00",
    "visit_morning_ends": "12:00",
    "visit_afternoon_starts": "13:00",
    "visit_afternoon_ends": "17:00",
    "lead_urgent_business_days": 5,
    "urgent_surcharge": "250.00",
    "after_hours_surcharge": "180.00",
    "quiet_periods": "12-24/01-02",
    "hardware_return_days": 14,
    "remind_device_days": 3,
    "acknowledge_urgent_business_hours": 2,
    "decide_urgent_business_hours": 4,
}


def load(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give every parameter its first value."""
    parameters = apps.get_model("services", "PolicyParameter").objects
    using = parameters.using(schema_editor.connection.alias)
    using.bulk_create(
        parameters.model(code=code, value=value, valid=(SINCE, None))
        for code, value in DEFAULTS.items()
    )


def unload(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take all values away again."""
    parameters = apps.get_model("services", "PolicyParameter").objects
    parameters.using(schema_editor.connection.alias).all().delete()


@at_once
class Migration(migrations.Migration):
    initial = True

    # Databases that have all of these have this one.
    replaces = [
        ("services", "0001_initial"),
        ("services", "0002_protection"),
        ("services", "0003_default_parameters"),
        ("services", "0004_service_number"),
        ("services", "0005_agreement_end_needs_term"),
        ("services", "0006_self_service"),
        ("services", "0007_forwarded_numbers"),
        ("services", "0008_leaving"),
        ("services", "0009_corrections"),
        ("services", "0010_reminder_parameters"),
        ("services", "0011_points_of_no_return"),
        ("services", "0012_imports"),
        ("services", "0013_visit_slots"),
        ("services", "0014_discounts"),
        ("services", "0015_planning_parameters"),
        ("services", "0016_leaving_indexes"),
        ("services", "0017_returns_and_minimums"),
        ("services", "0018_remind_of_devices"),
        ("services", "0019_names_of_fields"),
        ("services", "0020_urgent_clocks"),
    ]

    dependencies = [
        ("accounts", "0001_folded"),
        ("files", "0001_folded"),
        ("offices", "0001_folded"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.CharField(max_length=40, unique=True, verbose_name="number")),
                ("starts_on", models.DateField(verbose_name="starts on")),
                (
                    "initial_end_on",
                    models.DateField(blank=True, null=True, verbose_name="first end"),
                ),
                (
                    "term_months",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="term in months"
                    ),
                ),
                (
                    "renewal_months",
                    models.PositiveSmallIntegerField(default=12, verbose_name="renewal in months"),
                ),
                (
                    "notice_months",
                    models.PositiveSmallIntegerField(default=3, verbose_name="notice in months"),
                ),
                (
                    "recurring_minimum",
                    models.DecimalField(
                        decimal_places=4, default=0, max_digits=14, verbose_name="recurring minimum"
                    ),
                ),
                (
                    "long_term_waiver",
                    models.BooleanField(default=False, verbose_name="24-month limit waived"),
                ),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
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
                "verbose_name": "agreement",
                "verbose_name_plural": "agreements",
                "ordering": ("number",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("initial_end_on", None),
                            ("initial_end_on__gt", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="agreement_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("initial_end_on", None),
                            models.Q(("term_months__gt", 0), ("term_months__isnull", False)),
                            _connector="OR",
                        ),
                        name="agreement_with_an_end_has_a_term",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("recurring_minimum__gte", 0)),
                        name="recurring_minimum_is_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CancellationCase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("received_at", models.DateTimeField(verbose_name="received at")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("page", "On this site"),
                            ("mail", "By mail"),
                            ("letter", "By letter"),
                        ],
                        max_length=10,
                        verbose_name="channel",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("notice_given", "Notice given"),
                            ("accepted", "Accepted"),
                            ("executed", "Executed"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="notice_given",
                        max_length=15,
                        verbose_name="status",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "worker_count",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="workers at receipt"
                    ),
                ),
                (
                    "closed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="closed at"),
                ),
                (
                    "accepted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="accepted at"),
                ),
                ("given_by", models.CharField(blank=True, max_length=150, verbose_name="given by")),
                (
                    "change_notified_on",
                    models.DateField(blank=True, null=True, verbose_name="change notified on"),
                ),
                ("act_on", models.DateField(blank=True, null=True, verbose_name="last day to act")),
                (
                    "monthly",
                    models.DecimalField(
                        decimal_places=4, default=0, max_digits=14, verbose_name="a month"
                    ),
                ),
                ("with_manager_since", models.DateTimeField(blank=True, null=True)),
                ("closes_on", models.DateField(blank=True, null=True, verbose_name="closes on")),
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
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "scan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "cancellation case",
                "verbose_name_plural": "cancellation cases",
                "ordering": ("-received_at", "-id"),
                "indexes": [
                    models.Index(
                        django.db.models.functions.comparison.Coalesce(
                            models.F("act_on"), datetime.date(9999, 12, 31)
                        ),
                        models.F("id"),
                        condition=models.Q(("status__in", ("notice_given", "accepted"))),
                        name="open_case_by_last_day",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ("notice_given", "accepted"))),
                        fields=("customer",),
                        name="one_open_case_per_customer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at", None), ("status__in", ("notice_given", "accepted"))
                            ),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("status__in", ("executed", "withdrawn")),
                            ),
                            _connector="OR",
                        ),
                        name="closed_case_says_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ["page", "mail", "letter"])),
                        name="case_channel_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseAgreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "contractual_end_on",
                    models.DateField(blank=True, null=True, verbose_name="contractual end"),
                ),
                (
                    "statutory_end_on",
                    models.DateField(blank=True, null=True, verbose_name="statutory end"),
                ),
                ("statutory_end_if_small_on", models.DateField(blank=True, null=True)),
                ("statutory_end_if_large_on", models.DateField(blank=True, null=True)),
                (
                    "fee_free_from_on",
                    models.DateField(blank=True, null=True, verbose_name="no fee from"),
                ),
                (
                    "executed_on",
                    models.DateField(blank=True, null=True, verbose_name="executed on"),
                ),
                (
                    "monthly",
                    models.DecimalField(
                        decimal_places=4, default=0, max_digits=14, verbose_name="a month"
                    ),
                ),
                (
                    "end_mode",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("term", "End of term"),
                            ("notice", "End of notice"),
                            ("fixed", "Fixed date"),
                            ("immediate", "Immediately"),
                        ],
                        max_length=10,
                        verbose_name="end",
                    ),
                ),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="ends on")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="services.agreement",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="services.cancellationcase",
                    ),
                ),
                (
                    "chosen_by",
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
                    "second_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "agreement in a case",
                "verbose_name_plural": "agreements in a case",
                "ordering": ("case", "agreement"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("ends_on__isnull", False), ("executed_on", None)),
                        fields=["ends_on", "id"],
                        name="case_end_by_day",
                    ),
                    models.Index(
                        condition=models.Q(("end_mode", "immediate"), ("ends_on", None)),
                        fields=["case"],
                        name="case_end_for_a_second",
                    ),
                    models.Index(
                        condition=models.Q(("executed_on__isnull", False)),
                        fields=["executed_on"],
                        name="executed_end_by_day",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "agreement"), name="one_case_row_per_agreement"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None),
                            models.Q(("end_mode", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="case_end_has_a_mode",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end_mode", "immediate"), _negated=True),
                            ("ends_on", None),
                            models.Q(
                                ("second_by__isnull", False),
                                models.Q(("second_by", models.F("chosen_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="immediate_end_has_a_second_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("notice", "Notice received"),
                            ("hand_over", "Handed to the account manager"),
                            ("answer", "Answered by the account manager"),
                            ("note", "Internal note"),
                            ("free_exit", "Change of price or conditions recorded"),
                            ("plan", "End chosen"),
                            ("second", "Immediate end confirmed by a second person"),
                            ("accept", "Accepted"),
                            ("decide_line", "Open item decided"),
                            ("decide_number", "Number decided"),
                            ("override", "Exception allowed"),
                            ("end", "Agreement ended"),
                            ("execute", "Executed"),
                            ("withdraw", "Notice withdrawn"),
                            ("letter", "Confirmation letter made"),
                        ],
                        max_length=15,
                        verbose_name="step",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("internal", models.BooleanField(default=False)),
                ("facts", models.JSONField(default=dict)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="services.cancellationcase",
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
            ],
            options={
                "verbose_name": "event of a case",
                "verbose_name_plural": "events of a case",
                "ordering": ("case", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "step__in",
                                [
                                    "notice",
                                    "hand_over",
                                    "answer",
                                    "note",
                                    "free_exit",
                                    "plan",
                                    "second",
                                    "accept",
                                    "decide_line",
                                    "decide_number",
                                    "override",
                                    "end",
                                    "execute",
                                    "withdraw",
                                    "letter",
                                ],
                            )
                        ),
                        name="case_step_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseOverride",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=32, verbose_name="request")),
                ("reason", models.TextField(verbose_name="reason")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="overrides",
                        to="services.cancellationcase",
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
            ],
            options={
                "verbose_name": "exception in a case",
                "verbose_name_plural": "exceptions in a case",
                "ordering": ("case", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "reference"), name="one_exception_per_request"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="exception_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("task", models.CharField(max_length=40, verbose_name="task")),
                ("subject", models.CharField(blank=True, max_length=60, verbose_name="subject")),
                ("facts", models.JSONField(blank=True, default=dict, verbose_name="facts")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("done", models.PositiveIntegerField(default=0, verbose_name="done")),
                ("total", models.PositiveIntegerField(default=0, verbose_name="total")),
                ("result", models.JSONField(blank=True, default=dict, verbose_name="result")),
                ("failure", models.TextField(blank=True, verbose_name="why it failed")),
                ("created_at", models.DateTimeField(verbose_name="asked at")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "job",
                "verbose_name_plural": "jobs",
                "ordering": ("-created_at", "-id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("done__lte", models.F("total"))),
                        name="job_is_not_past_its_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("status__in", ("waiting", "running"))),
                            models.Q(
                                ("ended_at__isnull", False), ("status__in", ("done", "failed"))
                            ),
                            _connector="OR",
                        ),
                        name="ended_job_says_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status", "failed"), ("failure", ""), _connector="XOR"),
                        name="failed_job_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InventoryImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                ("effective_on", models.DateField(verbose_name="as on")),
                ("complete", models.BooleanField(default=True, verbose_name="the whole inventory")),
                ("created_at", models.DateTimeField(verbose_name="uploaded at")),
                (
                    "checked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="checked at"),
                ),
                (
                    "problems",
                    models.JSONField(blank=True, default=list, verbose_name="problems of the file"),
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
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="services.job",
                    ),
                ),
            ],
            options={
                "verbose_name": "import",
                "verbose_name_plural": "imports",
                "ordering": ("-created_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="Offering",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="code")),
                (
                    "family",
                    models.CharField(
                        choices=[
                            ("access", "Internet access"),
                            ("vpn", "Private network"),
                            ("firewall", "Firewall"),
                            ("wifi", "Wi-Fi"),
                            ("sip", "Telephony (SIP)"),
                            ("numbers", "Numbers"),
                            ("uc", "Unified communications"),
                            ("mobile", "Mobile"),
                            ("hardware", "Hardware"),
                        ],
                        max_length=10,
                        verbose_name="family",
                    ),
                ),
                ("site_bound", models.BooleanField(default=True, verbose_name="tied to an office")),
                ("self_service", models.BooleanField(default=False, verbose_name="self-service")),
                (
                    "licensed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="licenses",
                        to="services.offering",
                        verbose_name="uses a licence of",
                    ),
                ),
            ],
            options={
                "verbose_name": "offering",
                "verbose_name_plural": "offerings",
                "ordering": ("code",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "family__in",
                                [
                                    "access",
                                    "vpn",
                                    "firewall",
                                    "wifi",
                                    "sip",
                                    "numbers",
                                    "uc",
                                    "mobile",
                                    "hardware",
                                ],
                            )
                        ),
                        name="offering_family_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("licensed_by", None),
                            models.Q(("licensed_by", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="offering_licenses_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Dependency",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("office", "At the same office"),
                            ("customer", "Anywhere at the same customer"),
                        ],
                        max_length=10,
                        verbose_name="scope",
                    ),
                ),
                (
                    "characteristic",
                    models.SlugField(
                        blank=True,
                        db_default="",
                        max_length=60,
                        verbose_name="needs at least so much of",
                    ),
                ),
                (
                    "minimum",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=12,
                        null=True,
                        verbose_name="at least",
                    ),
                ),
                (
                    "per",
                    models.SlugField(
                        blank=True, db_default="", max_length=60, verbose_name="for each of its own"
                    ),
                ),
                (
                    "needs",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dependents",
                        to="services.offering",
                        verbose_name="needs",
                    ),
                ),
                (
                    "offering",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dependencies",
                        to="services.offering",
                        verbose_name="offering",
                    ),
                ),
            ],
            options={
                "verbose_name": "dependency",
                "verbose_name_plural": "dependencies",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("offering", "needs"), name="one_dependency_per_pair"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("offering", models.F("needs")), _negated=True),
                        name="offering_needs_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("scope__in", ["office", "customer"])),
                        name="dependency_scope_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("characteristic", ""), ("minimum", None), ("per", "")),
                            models.Q(
                                models.Q(("characteristic", ""), _negated=True),
                                ("minimum__gt", 0),
                                ("minimum__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="minimum_says_of_what",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementDiscount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "family",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("access", "Internet access"),
                            ("vpn", "Private network"),
                            ("firewall", "Firewall"),
                            ("wifi", "Wi-Fi"),
                            ("sip", "Telephony (SIP)"),
                            ("numbers", "Numbers"),
                            ("uc", "Unified communications"),
                            ("mobile", "Mobile"),
                            ("hardware", "Hardware"),
                        ],
                        max_length=10,
                        verbose_name="family",
                    ),
                ),
                (
                    "percent",
                    models.DecimalField(decimal_places=2, max_digits=5, verbose_name="percent"),
                ),
                (
                    "valid",
                    django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="valid"),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="discounts",
                        to="services.agreement",
                        verbose_name="agreement",
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
                    "offering",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="services.offering",
                        verbose_name="offering",
                    ),
                ),
            ],
            options={
                "verbose_name": "discount of an agreement",
                "verbose_name_plural": "discounts of agreements",
                "ordering": ("agreement", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("percent__gt", 0), ("percent__lte", 100)),
                        name="discount_is_a_percentage",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("offering", None), ("family", ""), _connector="OR"),
                        name="discount_is_for_one_or_a_family",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("family", ""),
                            (
                                "family__in",
                                [
                                    "access",
                                    "vpn",
                                    "firewall",
                                    "wifi",
                                    "sip",
                                    "numbers",
                                    "uc",
                                    "mobile",
                                    "hardware",
                                ],
                            ),
                            _connector="OR",
                        ),
                        name="discount_family_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid__isempty", False)), name="discount_has_days"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OfferingVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("names", models.JSONField(verbose_name="names")),
                (
                    "characteristics",
                    models.JSONField(blank=True, default=list, verbose_name="characteristics"),
                ),
                (
                    "recurring_price",
                    models.DecimalField(
                        decimal_places=4, default=0, max_digits=14, verbose_name="recurring price"
                    ),
                ),
                (
                    "one_time_price",
                    models.DecimalField(
                        decimal_places=4, default=0, max_digits=14, verbose_name="one-time price"
                    ),
                ),
                (
                    "minimum_quantity",
                    models.PositiveIntegerField(default=1, verbose_name="minimum quantity"),
                ),
                (
                    "maximum_quantity",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="maximum quantity"
                    ),
                ),
                (
                    "lead_time_days",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="lead time in days"
                    ),
                ),
                (
                    "site_visit",
                    models.BooleanField(default=False, verbose_name="needs a site visit"),
                ),
                (
                    "valid",
                    django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="valid"),
                ),
                (
                    "end_of_sale_on",
                    models.DateField(blank=True, null=True, verbose_name="end of sale"),
                ),
                (
                    "end_of_life_on",
                    models.DateField(blank=True, null=True, verbose_name="end of life"),
                ),
                (
                    "published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="published at"),
                ),
                (
                    "offering",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="services.offering",
                        verbose_name="offering",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="services.offering",
                        verbose_name="successor",
                    ),
                ),
            ],
            options={
                "verbose_name": "offering version",
                "verbose_name_plural": "offering versions",
                "ordering": ("offering", "number"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("offering", "number"), name="one_offering_version_per_number"
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("published_at__isnull", False)),
                        expressions=[("offering", "="), ("valid", "&&")],
                        name="one_published_version_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("names__has_keys", ["nl", "fr", "en", "de"]),
                            models.Q(("names__nl", ""), _negated=True),
                            models.Q(("names__fr", ""), _negated=True),
                            models.Q(("names__en", ""), _negated=True),
                            models.Q(("names__de", ""), _negated=True),
                        ),
                        name="offering_version_named_in_four",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("recurring_price__gte", 0), ("one_time_price__gte", 0)),
                        name="catalogue_prices_are_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("end_of_life_on", None), ("successor__isnull", False), _connector="OR"
                        ),
                        name="end_of_life_names_a_successor",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("end_of_life_on", None),
                            ("end_of_sale_on", None),
                            ("end_of_sale_on__lte", models.F("end_of_life_on")),
                            _connector="OR",
                        ),
                        name="end_of_sale_before_end_of_life",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("maximum_quantity", None),
                            ("maximum_quantity__gte", models.F("minimum_quantity")),
                            _connector="OR",
                        ),
                        name="quantity_limits_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PolicyParameter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=60, verbose_name="code")),
                ("value", models.JSONField(verbose_name="value")),
                (
                    "valid",
                    django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="valid"),
                ),
            ],
            options={
                "verbose_name": "policy parameter",
                "verbose_name_plural": "policy parameters",
                "ordering": ("code", "valid"),
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("code", "="), ("valid", "&&")],
                        name="one_parameter_value_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid__isempty", False)), name="parameter_has_days"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "service_id",
                    models.CharField(max_length=40, unique=True, verbose_name="service id"),
                ),
                (
                    "first_started_on",
                    models.DateField(blank=True, null=True, verbose_name="first started on"),
                ),
                (
                    "cost_centre",
                    models.CharField(blank=True, max_length=60, verbose_name="cost centre"),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="services.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "billing_account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.billingaccount",
                        verbose_name="billing account",
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
                    "home_office",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.office",
                        verbose_name="home office",
                    ),
                ),
                (
                    "relocated_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="relocated_to",
                        to="services.service",
                        verbose_name="moved here from",
                    ),
                ),
            ],
            options={
                "verbose_name": "service",
                "verbose_name_plural": "services",
                "ordering": ("service_id",),
            },
        ),
        migrations.CreateModel(
            name="InventoryEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seq", models.PositiveIntegerField(verbose_name="sequence")),
                ("effective_on", models.DateField(verbose_name="effective on")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                (
                    "source_kind",
                    models.CharField(
                        choices=[
                            ("line", "Document"),
                            ("self_service", "Self-service"),
                            ("import", "Import"),
                            ("correction", "Correction"),
                            ("provider_event", "Event at the provider"),
                        ],
                        max_length=20,
                        verbose_name="source",
                    ),
                ),
                (
                    "source_number",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="number of the source"
                    ),
                ),
                (
                    "source_version",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="version"),
                ),
                (
                    "source_line",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="line"),
                ),
                (
                    "cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unpaid", "Unpaid invoices"),
                            ("asked", "Asked by the customer"),
                            ("fraud", "Fraud"),
                            ("hardware_swap", "Device replaced"),
                            ("indexation", "Indexation"),
                            ("ported_out", "Number ported out"),
                            ("lost", "SIM lost"),
                            ("stolen", "SIM stolen"),
                            ("temporary", "SIM blocked for a while"),
                        ],
                        db_default="",
                        default="",
                        max_length=20,
                        verbose_name="cause",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("change", models.JSONField(default=dict, verbose_name="change")),
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "voids",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="voided_by",
                        to="services.inventoryentry",
                        verbose_name="makes void",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="services.service",
                    ),
                ),
            ],
            options={
                "verbose_name": "inventory entry",
                "verbose_name_plural": "inventory entries",
                "ordering": ("service", "effective_on", "seq"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("service", "seq"), name="one_entry_per_sequence"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "change__has_any_keys",
                                ["install", "set", "cease", "suspend", "resume", "note"],
                            ),
                            ("voids__isnull", False),
                            _connector="OR",
                        ),
                        name="entry_changes_or_voids",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "source_kind__in",
                                ["line", "self_service", "import", "correction", "provider_event"],
                            )
                        ),
                        name="entry_source_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("source_kind", "line"), _negated=True),
                            models.Q(
                                models.Q(("source_number", ""), _negated=True),
                                ("source_version__isnull", False),
                                ("source_line__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="entry_of_a_line_names_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("source_kind", "correction"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="correction_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("source_kind", "provider_event"), _negated=True),
                            (
                                "cause__in",
                                (
                                    "unpaid",
                                    "asked",
                                    "fraud",
                                    "hardware_swap",
                                    "indexation",
                                    "ported_out",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="provider_event_has_its_cause",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voids", None),
                            models.Q(("voids", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="entry_voids_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(blank=True, null=True, verbose_name="row")),
                (
                    "given_id",
                    models.CharField(blank=True, max_length=40, verbose_name="service id"),
                ),
                ("label", models.CharField(blank=True, max_length=200, verbose_name="what it is")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("wrong", "To be mended"),
                            ("new", "New"),
                            ("changed", "Different"),
                            ("missing", "Not in the file"),
                            ("same", "The same"),
                        ],
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                ("problems", models.JSONField(blank=True, default=list, verbose_name="problems")),
                (
                    "differences",
                    models.JSONField(blank=True, default=list, verbose_name="differences"),
                ),
                ("change", models.JSONField(blank=True, default=dict, verbose_name="change")),
                ("facts", models.JSONField(blank=True, default=dict, verbose_name="facts")),
                (
                    "accepted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="accepted at"),
                ),
                (
                    "applied_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="applied at"),
                ),
                ("failure", models.TextField(blank=True, verbose_name="why it failed")),
                (
                    "accepted_by",
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
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rows",
                        to="services.inventoryimport",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="services.service",
                    ),
                ),
            ],
            options={
                "verbose_name": "row of an import",
                "verbose_name_plural": "rows of an import",
                "ordering": ("batch", "number", "id"),
                "indexes": [
                    models.Index(fields=["batch", "outcome", "id"], name="rows_by_outcome")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accepted_at", None),
                            ("outcome__in", ("new", "changed", "missing")),
                            _connector="OR",
                        ),
                        name="only_differences_are_accepted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("applied_at", None), ("accepted_at__isnull", False), _connector="OR"
                        ),
                        name="applied_row_was_accepted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accepted_at", None), ("accepted_by__isnull", False), _connector="XOR"
                        ),
                        name="accepted_row_says_by_whom",
                    ),
                    models.UniqueConstraint(fields=("batch", "number"), name="one_row_per_number"),
                ],
            },
        ),
        migrations.CreateModel(
            name="DevicePlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="device")),
                (
                    "serial",
                    models.CharField(blank=True, max_length=60, verbose_name="serial number"),
                ),
                ("starts_on", models.DateField(verbose_name="starts on")),
                ("months", models.PositiveSmallIntegerField(verbose_name="months")),
                (
                    "instalment",
                    models.DecimalField(decimal_places=4, max_digits=14, verbose_name="instalment"),
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
                    "service",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="device_plan",
                        to="services.service",
                    ),
                ),
            ],
            options={
                "verbose_name": "device plan",
                "verbose_name_plural": "device plans",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("months__gt", 0), ("instalment__gte", 0)),
                        name="device_plan_has_instalments",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("effective_on", models.DateField(verbose_name="effective on")),
                ("change", models.JSONField(blank=True, default=dict, verbose_name="change")),
                ("reason", models.TextField(verbose_name="reason")),
                ("needs_second", models.BooleanField(verbose_name="needs a second person")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("proposed", "Waits for a second person"),
                            ("applied", "Applied"),
                            ("refused", "Refused"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("proposed_at", models.DateTimeField(verbose_name="proposed at")),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="decided at"),
                ),
                ("refusal", models.TextField(blank=True, verbose_name="why it was refused")),
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="services.inventoryentry",
                    ),
                ),
                (
                    "voids",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="services.inventoryentry",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="services.service",
                    ),
                ),
            ],
            options={
                "verbose_name": "correction",
                "verbose_name_plural": "corrections",
                "ordering": ("-proposed_at", "-id"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "proposed")),
                        fields=["-proposed_at"],
                        name="corrections_that_wait",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="correction_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at", None), ("decided_by", None), ("status", "proposed")
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("status__in", ("applied", "refused")),
                            ),
                            _connector="OR",
                        ),
                        name="decided_correction_says_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("needs_second", True), ("status", "applied"), _negated=True),
                            models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="price_and_dates_have_a_second_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "applied"), ("entry", None), _connector="XOR"
                        ),
                        name="applied_correction_is_recorded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "refused"), ("refusal", ""), _connector="XOR"
                        ),
                        name="refused_correction_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("change", {}), _negated=True),
                            ("voids__isnull", False),
                            _connector="OR",
                        ),
                        name="correction_changes_or_voids",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "proposed")),
                        fields=("voids",),
                        name="one_open_correction_per_entry",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "action",
                    models.CharField(
                        choices=[("modify", "Change"), ("delete", "Stop"), ("move", "Move")],
                        max_length=10,
                        verbose_name="action",
                    ),
                ),
                ("holder", models.CharField(max_length=60, verbose_name="holder")),
                ("fields", models.JSONField(default=list, verbose_name="fields")),
                (
                    "quantity",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="quantity"),
                ),
                (
                    "effective_on",
                    models.DateField(blank=True, null=True, verbose_name="effective on"),
                ),
                ("created_at", models.DateTimeField(verbose_name="claimed at")),
                (
                    "released_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="released at"),
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
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="services.service",
                    ),
                ),
            ],
            options={
                "verbose_name": "claim",
                "verbose_name_plural": "claims",
                "ordering": ("service", "effective_on", "id"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("released_at", None)),
                        fields=["holder"],
                        name="open_claims_of_a_holder",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("released_at", None)),
                        fields=("service", "holder"),
                        name="one_open_claim_per_holder",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("action__in", ["modify", "delete", "move"])),
                        name="claim_action_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceNumber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("e164", models.CharField(max_length=16, verbose_name="number")),
                (
                    "range_size",
                    models.PositiveIntegerField(default=1, verbose_name="numbers in the range"),
                ),
                ("is_main", models.BooleanField(default=False, verbose_name="main number")),
                ("zone", models.CharField(blank=True, max_length=4, verbose_name="zone")),
                (
                    "use",
                    models.CharField(
                        choices=[("fixed_site", "Fixed site"), ("nomadic", "Nomadic")],
                        default="fixed_site",
                        max_length=10,
                        verbose_name="use",
                    ),
                ),
                (
                    "forwarded_to",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=16,
                        verbose_name="forwarded to",
                    ),
                ),
                (
                    "emergency_address",
                    models.CharField(blank=True, max_length=250, verbose_name="emergency address"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "Active"),
                            ("porting_in", "Being ported in"),
                            ("porting_out", "Being ported out"),
                            ("released", "Released"),
                            ("ported_out", "Ported out"),
                        ],
                        default="active",
                        max_length=12,
                        verbose_name="status",
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.office",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="numbers",
                        to="services.service",
                    ),
                ),
            ],
            options={
                "verbose_name": "number",
                "verbose_name_plural": "numbers",
                "ordering": ("service", "e164"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("status__in", ("released", "ported_out")), _negated=True
                        ),
                        fields=("e164",),
                        name="one_user_per_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("e164__regex", "^\\+[1-9][0-9]{6,14}$")),
                        name="number_is_e164",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("range_size__gt", 0)), name="range_has_numbers"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("use__in", ["fixed_site", "nomadic"])),
                        name="number_use_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                ["active", "porting_in", "porting_out", "released", "ported_out"],
                            )
                        ),
                        name="number_status_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ServicePeriod",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "valid",
                    django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="valid"),
                ),
                ("configuration", models.JSONField(default=dict, verbose_name="configuration")),
                ("quantity", models.PositiveIntegerField(default=1, verbose_name="quantity")),
                (
                    "recurring_price",
                    models.DecimalField(
                        decimal_places=4, max_digits=14, verbose_name="recurring price"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("active", "Active"), ("suspended", "Suspended")],
                        max_length=10,
                        verbose_name="status",
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
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="services.inventoryentry",
                    ),
                ),
                (
                    "offering_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="services.offeringversion",
                        verbose_name="offering version",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="periods",
                        to="offices.office",
                        verbose_name="office",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="periods",
                        to="services.service",
                    ),
                ),
            ],
            options={
                "verbose_name": "service period",
                "verbose_name_plural": "service periods",
                "ordering": ("service", "valid"),
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["customer", "valid"], name="periods_of_a_customer"
                    )
                ],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("service", "="), ("valid", "&&")],
                        name="one_configuration_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid__isempty", False)), name="period_has_days"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid__lower_inf", False)),
                        name="period_starts_on_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0)), name="period_has_a_quantity"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["active", "suspended"])),
                        name="period_status_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "iccid",
                    models.CharField(blank=True, max_length=20, verbose_name="SIM number (ICCID)"),
                ),
                ("esim", models.BooleanField(default=False, verbose_name="eSIM")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("ordered", "Ordered"),
                            ("shipped", "On its way"),
                            ("activating", "Being activated"),
                            ("active", "Active"),
                            ("blocked", "Blocked"),
                            ("replaced", "Replaced"),
                            ("inactive", "No longer used"),
                        ],
                        default="ordered",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "block_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("lost", "Lost"),
                            ("stolen", "Stolen"),
                            ("temporary", "For a while"),
                        ],
                        max_length=10,
                        verbose_name="reason of the block",
                    ),
                ),
                (
                    "activation_code",
                    models.CharField(blank=True, max_length=255, verbose_name="activation code"),
                ),
                (
                    "code_shown_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="code shown at"),
                ),
                ("send_to", models.CharField(blank=True, max_length=250, verbose_name="send to")),
                ("ordered_at", models.DateTimeField(verbose_name="ordered at")),
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
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replacements",
                        to="services.sim",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sims",
                        to="services.service",
                    ),
                ),
            ],
            options={
                "verbose_name": "SIM",
                "verbose_name_plural": "SIMs",
                "ordering": ("service", "-ordered_at", "-id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("iccid", ""), _negated=True),
                        fields=("iccid",),
                        name="one_sim_per_iccid",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "active")),
                        fields=("service",),
                        name="one_active_sim_per_service",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ("ordered", "shipped", "activating"))),
                        fields=("service",),
                        name="one_sim_to_come_per_service",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("iccid", ""), ("iccid__regex", "^89[0-9]{16,18}$"), _connector="OR"
                        ),
                        name="iccid_is_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("iccid", ""), _negated=True),
                            ("status__in", ("ordered", "inactive")),
                            _connector="OR",
                        ),
                        name="sim_that_was_sent_has_its_iccid",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "blocked"), ("block_reason", ""), _connector="XOR"
                        ),
                        name="blocked_sim_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("activation_code", ""),
                            models.Q(("code_shown_at", None), ("esim", True)),
                            _connector="OR",
                        ),
                        name="activation_code_is_kept_until_shown",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "ordered",
                                    "shipped",
                                    "activating",
                                    "active",
                                    "blocked",
                                    "replaced",
                                    "inactive",
                                ],
                            )
                        ),
                        name="sim_status_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("replaces", None),
                            models.Q(("replaces", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="sim_replaces_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SelfServiceAction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                (
                    "task",
                    models.CharField(
                        choices=[
                            ("add_user", "Add a user"),
                            ("remove_user", "Remove a user"),
                            ("order_sim", "Order a SIM"),
                            ("activate_sim", "Activate a SIM"),
                            ("block_sim", "Block a SIM"),
                            ("unblock_sim", "Unblock a SIM"),
                            ("replace_sim", "Replace a SIM"),
                            ("end_sim", "Stop using a SIM"),
                        ],
                        max_length=20,
                        verbose_name="action",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("requested", "Requested"),
                            ("in_progress", "In progress"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                        ],
                        default="requested",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("requested_at", models.DateTimeField(verbose_name="requested at")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
                (
                    "monthly_before",
                    models.DecimalField(
                        decimal_places=4, max_digits=14, verbose_name="a month before"
                    ),
                ),
                (
                    "monthly_after",
                    models.DecimalField(
                        decimal_places=4, max_digits=14, verbose_name="a month after"
                    ),
                ),
                ("change", models.JSONField(default=dict, verbose_name="change")),
                ("failure", models.TextField(blank=True, verbose_name="why it failed")),
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
                    "licence",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="services.offering",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="self_service",
                        to="services.service",
                    ),
                ),
                (
                    "sim",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="services.sim",
                    ),
                ),
            ],
            options={
                "verbose_name": "self-service action",
                "verbose_name_plural": "self-service actions",
                "ordering": ("-requested_at", "-id"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("status__in", ("requested", "in_progress"))),
                        fields=["customer", "licence"],
                        name="reserved_licences",
                    ),
                    models.Index(
                        fields=["customer", "-requested_at"], name="self_service_of_a_customer"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at", None), ("status__in", ("requested", "in_progress"))
                            ),
                            models.Q(
                                ("ended_at__isnull", False), ("status__in", ("done", "failed"))
                            ),
                            _connector="OR",
                        ),
                        name="ended_action_says_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status", "failed"), ("failure", ""), _connector="XOR"),
                        name="failed_action_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "task__in",
                                [
                                    "add_user",
                                    "remove_user",
                                    "order_sim",
                                    "activate_sim",
                                    "block_sim",
                                    "unblock_sim",
                                    "replace_sim",
                                    "end_sim",
                                ],
                            )
                        ),
                        name="self_service_task_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UpgradePath",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="paths",
                        to="services.offering",
                        verbose_name="from",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="services.offering",
                        verbose_name="to",
                    ),
                ),
            ],
            options={
                "verbose_name": "upgrade path",
                "verbose_name_plural": "upgrade paths",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "target"), name="one_upgrade_path_per_pair"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", models.F("target")), _negated=True),
                        name="upgrade_path_leads_elsewhere",
                    ),
                ],
            },
        ),
        ProtectTenants(
            "Agreement",
            "Service",
            "InventoryEntry",
            "ServicePeriod",
            "DevicePlan",
            "ServiceNumber",
            "Claim",
            "CancellationCase",
            "CaseAgreement",
            "Sim",
            "SelfServiceAction",
            "CaseEvent",
            "CaseOverride",
            "Correction",
            "InventoryImport",
            "ImportRow",
            "AgreementDiscount",
        ),
        Immutable("InventoryEntry"),
        Immutable("CaseEvent"),
        Immutable("CaseOverride"),
        migrations.RunSQL(
            PUBLISHED,
            "DROP TRIGGER keep_published ON services_offeringversion;"
            "DROP FUNCTION keep_published_version();",
        ),
        migrations.RunSQL(
            ENDS,
            "DROP TRIGGER keep_end ON services_agreement; DROP FUNCTION keep_agreement_end();",
        ),
        migrations.RunSQL(KEPT, NOT_KEPT),
        migrations.RunSQL(NUMBERS, NO_NUMBERS),
        migrations.RunPython(load, unload),
    ]
