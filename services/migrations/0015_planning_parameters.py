"""The values with which urgency, evenings and quiet periods start."""

from datetime import date
from typing import ClassVar

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SINCE = date(2000, 1, 1)
DEFAULTS = {
    "lead_urgent_business_days": 5,
    "urgent_surcharge": "250.00",
    "after_hours_surcharge": "180.00",
    "quiet_periods": "12-24/01-02",
}


def load(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give every new parameter its first value."""
    parameters = apps.get_model("services", "PolicyParameter").objects
    using = parameters.using(schema_editor.connection.alias)
    using.bulk_create(
        parameters.model(code=code, value=value, valid=(SINCE, None))
        for code, value in DEFAULTS.items()
    )


def unload(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take them away again."""
    parameters = apps.get_model("services", "PolicyParameter").objects
    parameters.using(schema_editor.connection.alias).filter(code__in=DEFAULTS).delete()


class Migration(migrations.Migration):
    """Load the values."""

    dependencies: ClassVar = [("services", "0014_discounts")]
    operations: ClassVar = [migrations.RunPython(load, unload)]
