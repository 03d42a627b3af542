"""Visits with purpose, people and outcome; what a delivery and a delay say of an item."""

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

from accounts.tenancy import ProtectTenants


class Migration(migrations.Migration):
    """Nobody wrote visits before this, so none has to be told apart."""

    dependencies = [
        ("accounts", "0002_cache"),
        ("macd", "0007_signed_by_day"),
        ("offices", "0002_protection"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
            ],
        ),
        migrations.AlterModelOptions(
            name="appointment",
            options={"ordering": ["day", "-half", "id"]},
        ),
        migrations.AddField(
            model_name="appointment",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="appointment",
            name="closed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="appointment",
            name="created_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="appointment",
            name="delay_code",
            field=models.CharField(
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
        migrations.AddField(
            model_name="appointment",
            name="note",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="appointment",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[("done", "Done"), ("partly", "Partly done"), ("failed", "Not done")],
                max_length=6,
            ),
        ),
        migrations.AddField(
            model_name="appointment",
            name="public_id",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AddField(
            model_name="appointment",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("survey", "Survey"),
                    ("install", "Installation"),
                    ("pick_up", "Pick-up of equipment"),
                ],
                default="install",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="appointment",
            name="sequence",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="appointment",
            name="team",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="accounts.team",
            ),
        ),
        migrations.AddField(
            model_name="appointment",
            name="updated_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="document",
            name="surveyed",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="line",
            name="accepts_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="line",
            name="circuit_id",
            field=models.CharField(blank=True, db_default="", max_length=60),
        ),
        migrations.AddField(
            model_name="line",
            name="held_code",
            field=models.CharField(
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
        migrations.AddField(
            model_name="line",
            name="numbers",
            field=models.JSONField(db_default=models.Value([], models.JSONField()), default=list),
        ),
        migrations.AddField(
            model_name="line",
            name="promised_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="appointment",
            name="half",
            field=models.CharField(
                choices=[("morning", "Morning"), ("afternoon", "Afternoon")], max_length=9
            ),
        ),
        migrations.AddIndex(
            model_name="appointment",
            index=models.Index(
                condition=models.Q(("cancelled_at", None)),
                fields=["day", "id"],
                name="visit_by_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("purpose__in", ["survey", "install", "pick_up"])),
                name="visit_purpose_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("half__in", ["morning", "afternoon"])),
                name="visit_half_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddField(
            model_name="appointmenttechnician",
            name="appointment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="technicians",
                to="macd.appointment",
            ),
        ),
        migrations.AddField(
            model_name="appointmenttechnician",
            name="customer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.customer",
                verbose_name="customer",
            ),
        ),
        migrations.AddField(
            model_name="appointmenttechnician",
            name="technician",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="appointmenttechnician",
            constraint=models.UniqueConstraint(
                fields=("technician", "day", "half"), name="one_visit_per_technician_and_slot"
            ),
        ),
        ProtectTenants("AppointmentTechnician"),
    ]
