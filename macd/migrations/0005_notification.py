"""What people find under the bell, behind the wall between customers."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.tenancy import ProtectTenants


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_mail_choices"),
        ("macd", "0004_attachment_purpose"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                    models.Index(fields=["person", "-id"], name="notification_by_person"),
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
        ProtectTenants("Notification"),
    ]
