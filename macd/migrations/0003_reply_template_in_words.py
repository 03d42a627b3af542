"""Constraints say in words what they refuse; what they refuse does not change."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("macd", "0002_held_codes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterConstraint(
            model_name="replytemplate",
            name="reply_template_in_four",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("texts__has_keys", ["nl", "fr", "en", "de"]),
                    models.Q(("texts__nl", ""), _negated=True),
                    models.Q(("texts__fr", ""), _negated=True),
                    models.Q(("texts__en", ""), _negated=True),
                    models.Q(("texts__de", ""), _negated=True),
                ),
                name="reply_template_in_four",
                violation_error_code="texts",
                violation_error_message="Give the text in all four languages.",
            ),
        ),
    ]
