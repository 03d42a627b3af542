"""An item that is taken out of a request takes what finance decided about it along."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Nothing changes in the database."""

    dependencies: ClassVar = [
        ("finance", "0005_call_backs"),
        ("macd", "0016_beside_each_other"),
    ]
    operations: ClassVar = [
        migrations.AlterField(
            model_name="caseline",
            name="line",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="macd.line"
            ),
        ),
    ]
