"""Constraints say in words what they refuse; what they refuse does not change."""

import django.contrib.postgres.constraints
from django.db import migrations, models

from accounts.atonce import at_once


@at_once
class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_constraints_in_words"),
        ("services", "0004_action_failure_words"),
    ]

    operations = [
        migrations.AlterConstraint(
            model_name="agreementdiscount",
            name="discount_is_a_percentage",
            constraint=models.CheckConstraint(
                condition=models.Q(("percent__gt", 0), ("percent__lte", 100)),
                name="discount_is_a_percentage",
                violation_error_code="percent",
                violation_error_message="Give a percentage above 0 and of at most 100.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="agreementdiscount",
            name="discount_is_for_one_or_a_family",
            constraint=models.CheckConstraint(
                condition=models.Q(("offering", None), ("family", ""), _connector="OR"),
                name="discount_is_for_one_or_a_family",
                violation_error_code="family",
                violation_error_message="Choose an offering or a family, not both.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="agreementdiscount",
            name="discount_family_is_known",
            constraint=models.CheckConstraint(
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
                violation_error_code="family",
                violation_error_message="Choose one of the values that are offered.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="agreementdiscount",
            name="discount_has_days",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid__isempty", False)),
                name="discount_has_days",
                violation_error_code="valid",
                violation_error_message="The last day lies before the first.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="dependency",
            name="offering_needs_another",
            constraint=models.CheckConstraint(
                condition=models.Q(("offering", models.F("needs")), _negated=True),
                name="offering_needs_another",
                violation_error_code="needs",
                violation_error_message="Choose another offering than this one.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="dependency",
            name="dependency_scope_is_known",
            constraint=models.CheckConstraint(
                condition=models.Q(("scope__in", ["office", "customer"])),
                name="dependency_scope_is_known",
                violation_error_code="scope",
                violation_error_message="Choose one of the values that are offered.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="dependency",
            name="minimum_says_of_what",
            constraint=models.CheckConstraint(
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
                violation_error_code="characteristic",
                violation_error_message="Say of which setting at least how much is needed, or leave all three empty.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="offering",
            name="offering_family_is_known",
            constraint=models.CheckConstraint(
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
                violation_error_code="family",
                violation_error_message="Choose one of the values that are offered.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="offering",
            name="offering_licenses_another",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("licensed_by", None),
                    models.Q(("licensed_by", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="offering_licenses_another",
                violation_error_code="licensed_by",
                violation_error_message="Choose another offering than this one.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="offeringversion",
            name="one_published_version_at_a_time",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("published_at__isnull", False)),
                expressions=[("offering", "="), ("valid", "&&")],
                name="one_published_version_at_a_time",
                violation_error_code="valid",
                violation_error_message="Another published version holds on some of these days.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="offeringversion",
            name="offering_version_named_in_four",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("names__has_keys", ["nl", "fr", "en", "de"]),
                    models.Q(("names__nl", ""), _negated=True),
                    models.Q(("names__fr", ""), _negated=True),
                    models.Q(("names__en", ""), _negated=True),
                    models.Q(("names__de", ""), _negated=True),
                ),
                name="offering_version_named_in_four",
                violation_error_code="names",
                violation_error_message="Give the text in all four languages.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="offeringversion",
            name="catalogue_prices_are_not_negative",
            constraint=models.CheckConstraint(
                condition=models.Q(("recurring_price__gte", 0), ("one_time_price__gte", 0)),
                name="catalogue_prices_are_not_negative",
                violation_error_message="A price cannot be negative.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="offeringversion",
            name="end_of_life_names_a_successor",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("end_of_life_on", None), ("successor__isnull", False), _connector="OR"
                ),
                name="end_of_life_names_a_successor",
                violation_error_code="successor",
                violation_error_message="With an end of life, choose what comes after it.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="offeringversion",
            name="end_of_sale_before_end_of_life",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("end_of_life_on", None),
                    ("end_of_sale_on", None),
                    ("end_of_sale_on__lte", models.F("end_of_life_on")),
                    _connector="OR",
                ),
                name="end_of_sale_before_end_of_life",
                violation_error_code="end_of_sale_on",
                violation_error_message="The end of sale cannot lie after the end of life.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="offeringversion",
            name="quantity_limits_in_order",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("maximum_quantity", None),
                    ("maximum_quantity__gte", models.F("minimum_quantity")),
                    _connector="OR",
                ),
                name="quantity_limits_in_order",
                violation_error_code="maximum_quantity",
                violation_error_message="The largest quantity cannot lie below the smallest.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="policyparameter",
            name="one_parameter_value_at_a_time",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("code", "="), ("valid", "&&")],
                name="one_parameter_value_at_a_time",
                violation_error_code="valid",
                violation_error_message="Another value holds on some of these days.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="policyparameter",
            name="parameter_has_days",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid__isempty", False)),
                name="parameter_has_days",
                violation_error_code="valid",
                violation_error_message="The last day lies before the first.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="upgradepath",
            name="upgrade_path_leads_elsewhere",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", models.F("target")), _negated=True),
                name="upgrade_path_leads_elsewhere",
                violation_error_code="target",
                violation_error_message="Choose another offering than this one.",
            ),
        ),
    ]
