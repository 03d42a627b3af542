"""Wishes to be called: tasks for account manager and finance."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from accounts.tenancy import ProtectTenants


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_absences"),
        ("finance", "0004_delivered_parts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CallBack",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                ("done_at", models.DateTimeField(null=True, verbose_name="called at")),
                ("outcome", models.TextField(blank=True, verbose_name="what came of it")),
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
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="called by",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who wants to be called",
                    ),
                ),
            ],
            options={
                "verbose_name": "wish to be called",
                "verbose_name_plural": "wishes to be called",
                "ordering": ("asked_at", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("done_at", None)),
                        fields=("customer", "person"),
                        name="one_open_wish_to_be_called",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at", None), ("done_by", None), ("outcome", "")),
                            models.Q(
                                ("done_at__isnull", False),
                                ("done_by__isnull", False),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="call_that_was_made_has_its_facts",
                    ),
                ],
            },
        ),
        ProtectTenants("CallBack"),
    ]
