"""Constraints say in words what they refuse; what they refuse does not change."""

import django.contrib.postgres.constraints
import django.db.models.functions.text
from django.db import migrations, models

from accounts.atonce import at_once


@at_once
class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_country_by_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.AlterConstraint(
            model_name="absence",
            name="absence_lasts",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid__isempty", False)),
                name="absence_lasts",
                violation_error_code="valid",
                violation_error_message="The last day lies before the first.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="absence",
            name="absence_begins_and_ends",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid__lower_inf", False), ("valid__upper_inf", False)),
                name="absence_begins_and_ends",
                violation_error_code="valid",
                violation_error_message="Give the first day and the last day.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="absence",
            name="absence_once_at_a_time",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("person", "="), ("valid", "&&")],
                name="absence_once_at_a_time",
                violation_error_code="valid",
                violation_error_message="This person is away on some of these days already.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="customer",
            name="customer_country",
            constraint=models.CheckConstraint(
                condition=models.Q(("country__regex", "^[A-Z]{2}$")),
                name="customer_country",
                violation_error_code="country",
                violation_error_message="Choose one of the values that are offered.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="customer",
            name="customer_belgian_number",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("country", "BE"), _negated=True),
                    ("enterprise_number__regex", "^[01][0-9]{9}$"),
                    _connector="OR",
                ),
                name="customer_belgian_number",
                violation_error_code="enterprise_number",
                violation_error_message="A Belgian enterprise number has ten digits and begins with 0 or 1.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="customer",
            name="customer_is_named",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("enterprise_number", ""), _negated=True),
                    models.Q(("legal_name", ""), _negated=True),
                ),
                name="customer_is_named",
                violation_error_message="Give the legal name and the enterprise number.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="customer",
            name="customer_language",
            constraint=models.CheckConstraint(
                condition=models.Q(("language__in", ["nl", "fr", "en", "de"])),
                name="customer_language",
                violation_error_code="language",
                violation_error_message="Choose one of the values that are offered.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="customer",
            name="customer_signing_rule",
            constraint=models.CheckConstraint(
                condition=models.Q(("signing_rule__in", ["one", "two_jointly"])),
                name="customer_signing_rule",
                violation_error_code="signing_rule",
                violation_error_message="Choose one of the values that are offered.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="customer",
            name="customer_not_its_own_parent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("parent__isnull", True),
                    models.Q(("parent", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="customer_not_its_own_parent",
                violation_error_code="parent",
                violation_error_message="Choose another customer than this one.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="deputyship",
            name="deputyship_lasts",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid__isempty", False)),
                name="deputyship_lasts",
                violation_error_code="valid",
                violation_error_message="The last day lies before the first.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="deputyship",
            name="deputyship_once_at_a_time",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("account_manager", "="), ("deputy", "="), ("valid", "&&")],
                name="deputyship_once_at_a_time",
                violation_error_code="valid",
                violation_error_message="This deputy stands in on some of these days already.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="membership",
            name="membership_scope_known",
            constraint=models.CheckConstraint(
                condition=models.Q(("scope__in", ["all", "offices", "own"])),
                name="membership_scope_known",
                violation_error_code="scope",
                violation_error_message="Choose one of the values that are offered.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="membership",
            name="membership_signing_limit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("signs_up_to__isnull", True), ("signs_up_to__gte", 0), _connector="OR"
                ),
                name="membership_signing_limit",
                violation_error_code="signs_up_to",
                violation_error_message="The amount cannot be negative.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="person",
            name="person_email_lower_case",
            constraint=models.CheckConstraint(
                condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                name="person_email_lower_case",
                violation_error_code="email",
                violation_error_message="Write the address in small letters.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="person",
            name="person_language",
            constraint=models.CheckConstraint(
                condition=models.Q(("language__in", ["nl", "fr", "en", "de"])),
                name="person_language",
                violation_error_code="language",
                violation_error_message="Choose one of the values that are offered.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="staffmembership",
            name="staff_role_known",
            constraint=models.CheckConstraint(
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
                violation_error_code="role",
                violation_error_message="Choose one of the values that are offered.",
            ),
        ),
    ]
