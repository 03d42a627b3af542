"""Sheets that are prepared in the background, piece by piece."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Rows of all customers: for staff alone.
WALL = f"""
ALTER TABLE finance_exportpart ENABLE ROW LEVEL SECURITY;
CREATE POLICY staff ON finance_exportpart TO "{settings.STAFF_ROLE}" USING (true) WITH CHECK (true);
"""
NO_WALL = """
DROP POLICY staff ON finance_exportpart;
ALTER TABLE finance_exportpart DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("finance", "0002_month_values"),
        ("services", "0016_leaving_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExportPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveIntegerField(verbose_name="place")),
                ("content", models.BinaryField(verbose_name="content")),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="finance_parts",
                        to="services.job",
                    ),
                ),
            ],
            options={
                "verbose_name": "part of an export",
                "verbose_name_plural": "parts of exports",
                "ordering": ("job", "place"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("job", "place"), name="one_export_part_per_place"
                    )
                ],
            },
        ),
        migrations.RunSQL(sql=WALL, reverse_sql=NO_WALL),
    ]
