"""Constraints say in words what they refuse; what they refuse does not change."""

from django.db import migrations, models

from accounts.atonce import at_once


@at_once
class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_constraints_in_words"),
        ("offices", "0002_country_by_name"),
    ]

    operations = [
        migrations.AlterConstraint(
            model_name="office",
            name="office_status_is_known",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["planned", "active", "closed"])),
                name="office_status_is_known",
                violation_error_code="status",
                violation_error_message="Choose one of the values that are offered.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="office",
            name="belgian_office_has_belgian_postcode",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("country", "BE"), _negated=True),
                    ("postcode__regex", "^[1-9][0-9]{3}$"),
                    _connector="OR",
                ),
                name="belgian_office_has_belgian_postcode",
                violation_error_code="postcode",
                violation_error_message="A Belgian postcode has four digits and does not begin with 0.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="office",
            name="office_country_is_iso",
            constraint=models.CheckConstraint(
                condition=models.Q(("country__regex", "^[A-Z]{2}$")),
                name="office_country_is_iso",
                violation_error_code="country",
                violation_error_message="Choose one of the values that are offered.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="office",
            name="office_zone_is_a_prefix",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("telephone_zone", ""),
                    ("telephone_zone__regex", "^0[0-9]{1,3}$"),
                    _connector="OR",
                ),
                name="office_zone_is_a_prefix",
                violation_error_code="telephone_zone",
                violation_error_message="A telephone zone is a 0 and one to three digits, such as 09.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="officecontact",
            name="contact_role_is_known",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["on_site", "technical", "financial"])),
                name="contact_role_is_known",
                violation_error_code="role",
                violation_error_message="Choose one of the values that are offered.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="officecontact",
            name="contact_can_be_reached",
            constraint=models.CheckConstraint(
                condition=models.Q(("phone", ""), ("mobile", ""), ("email", ""), _negated=True),
                name="contact_can_be_reached",
                violation_error_message="Give a phone number or an e-mail address.",
            ),
        ),
    ]
