"""Who is invited belongs to a company once they said yes; until then there is an invitation."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.tenancy import ProtectTenants
from accounts.wall import PERSON

# The person who is asked reads it from outside the company's wall.
OWN = f"CREATE POLICY own ON accounts_invitation FOR SELECT USING (person_id = {PERSON})"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_constraints_in_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=254)),
                ("name", models.CharField(max_length=150)),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("requester", "Requester"),
                                ("signatory", "Signatory"),
                                ("fleet_administrator", "Fleet administrator"),
                                ("uc_administrator", "UC administrator"),
                                ("company_administrator", "Company administrator"),
                                ("viewer", "Viewer"),
                                ("partner", "IT partner"),
                            ],
                            max_length=21,
                        ),
                        size=None,
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("all", "All offices"),
                            ("offices", "Named offices"),
                            ("own", "Own requests"),
                        ],
                        max_length=7,
                    ),
                ),
                (
                    "office_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("invited_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField()),
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
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("customer", "email"), name="one_invitation_per_customer_and_address"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "roles__contained_by",
                                [
                                    "requester",
                                    "signatory",
                                    "fleet_administrator",
                                    "uc_administrator",
                                    "company_administrator",
                                    "viewer",
                                    "partner",
                                ],
                            ),
                            ("roles__len__gte", 1),
                        ),
                        name="invitation_roles_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("scope__in", ["all", "offices", "own"])),
                        name="invitation_scope_known",
                    ),
                ],
            },
        ),
        ProtectTenants("Invitation"),
        migrations.RunSQL(OWN, "DROP POLICY own ON accounts_invitation"),
    ]
