import uuid
from typing import ClassVar

import django.contrib.postgres.functions
from django.db import migrations, models


class Migration(migrations.Migration):
    """Give every file of a request an address of its own, and say what it shows."""

    dependencies: ClassVar = [("macd", "0003_number_details")]

    operations: ClassVar = [
        migrations.AlterModelOptions(name="attachment", options={"ordering": ["id"]}),
        migrations.AddField(
            model_name="attachment",
            name="public_id",
            field=models.UUIDField(
                default=uuid.uuid4,
                db_default=django.contrib.postgres.functions.RandomUUID(),
                unique=True,
                editable=False,
            ),
        ),
        migrations.AddField(
            model_name="attachment",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("floor_plan", "Floor plan"),
                    ("photo", "Photo of the place"),
                    ("permission", "Permission of the landlord"),
                    ("mandate", "Signed mandate to take over numbers"),
                    ("other", "Something else"),
                ],
                db_default="other",
                default="other",
                max_length=12,
            ),
        ),
    ]
