"""Offices, their contacts and who sees which: behind the wall between customers."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from accounts.atonce import at_once
from accounts.tenancy import ProtectTenants


@at_once
class Migration(migrations.Migration):
    initial = True

    # Databases that have all of these have this one.
    replaces = [
        ("offices", "0001_initial"),
        ("offices", "0002_protection"),
    ]

    dependencies = [
        ("accounts", "0001_folded"),
    ]

    operations = [
        migrations.CreateModel(
            name="Office",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("code", models.CharField(max_length=20, verbose_name="code")),
                ("street", models.CharField(max_length=100, verbose_name="street")),
                ("number", models.CharField(max_length=12, verbose_name="number")),
                ("box", models.CharField(blank=True, max_length=12, verbose_name="box")),
                ("postcode", models.CharField(max_length=12, verbose_name="postcode")),
                ("municipality", models.CharField(max_length=80, verbose_name="municipality")),
                ("country", models.CharField(default="BE", max_length=2, verbose_name="country")),
                (
                    "floor",
                    models.CharField(blank=True, max_length=40, verbose_name="floor or room"),
                ),
                (
                    "telephone_zone",
                    models.CharField(blank=True, max_length=4, verbose_name="telephone zone"),
                ),
                ("access_notes", models.TextField(blank=True, verbose_name="access notes")),
                (
                    "access_hours",
                    models.CharField(blank=True, max_length=200, verbose_name="access hours"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("active", "Active"),
                            ("closed", "Closed"),
                        ],
                        default="planned",
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
            ],
            options={
                "verbose_name": "office",
                "verbose_name_plural": "offices",
                "ordering": ("name", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("customer", "code"), name="one_office_per_code"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["planned", "active", "closed"])),
                        name="office_status_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("country", "BE"), _negated=True),
                            ("postcode__regex", "^[1-9][0-9]{3}$"),
                            _connector="OR",
                        ),
                        name="belgian_office_has_belgian_postcode",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("country__regex", "^[A-Z]{2}$")),
                        name="office_country_is_iso",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("telephone_zone", ""),
                            ("telephone_zone__regex", "^0[0-9]{1,3}$"),
                            _connector="OR",
                        ),
                        name="office_zone_is_a_prefix",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MembershipOffice",
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
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="offices_in_scope",
                        to="accounts.membership",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="offices.office",
                    ),
                ),
            ],
            options={
                "verbose_name": "office in scope",
                "verbose_name_plural": "offices in scope",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("membership", "office"), name="one_scope_row_per_office"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OfficeContact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("on_site", "On site"),
                            ("technical", "Technical"),
                            ("financial", "Financial"),
                        ],
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="phone")),
                ("mobile", models.CharField(blank=True, max_length=20, verbose_name="mobile")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email")),
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="offices.office",
                    ),
                ),
            ],
            options={
                "verbose_name": "office contact",
                "verbose_name_plural": "office contacts",
                "ordering": ("office", "role", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["on_site", "technical", "financial"])),
                        name="contact_role_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("phone", ""), ("mobile", ""), ("email", ""), _negated=True
                        ),
                        name="contact_can_be_reached",
                    ),
                ],
            },
        ),
        ProtectTenants(
            "Office",
            "OfficeContact",
            "MembershipOffice",
        ),
    ]
