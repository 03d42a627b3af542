"""The hours of the half-days in which visits are planned."""

from datetime import date
from typing import ClassVar

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SINCE = date(2000, 1, 1)
DEFAULTS = {
    "visit_morning_starts": "08:00",
    "visit_morning_ends": "12:00",
    "visit_afternoon_starts": "13:00",
    "visit_afternoon_ends": "17:00",
}


def load(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give the new parameters their first value."""
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
    """Load the default values."""

    dependencies: ClassVar = [("services", "0012_imports")]
    operations: ClassVar = [migrations.RunPython(load, unload)]
