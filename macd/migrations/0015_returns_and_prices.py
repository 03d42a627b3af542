"""Rented devices that go back, and a higher price that is found after the signature."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.tenancy import ProtectTenants


class Migration(migrations.Migration):
    """Both stand on the line; how devices come back, in a table of its own."""

    dependencies = [
        ("accounts", "0005_calendar_key"),
        ("macd", "0014_desk"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="line",
            name="returns",
            field=models.JSONField(db_default=models.Value([], models.JSONField()), default=list),
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
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="returning",
                        to="macd.line",
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
        migrations.AddField(
            model_name="line",
            name="monthly_more",
            field=models.DecimalField(decimal_places=4, max_digits=14, null=True),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("monthly_more", None), ("monthly_more__gt", 0), _connector="OR"
                ),
                name="found_price_is_higher",
            ),
        ),
        ProtectTenants("HardwareReturn"),
    ]
