"""How long before a rented device is due its return is reminded of."""

from datetime import date
from typing import ClassVar

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SINCE = date(2000, 1, 1)
DEFAULTS = {"remind_device_days": 3}


def load(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give each parameter its first value."""
    parameters = apps.get_model("services", "PolicyParameter").objects
    using = parameters.using(schema_editor.connection.alias)
    using.bulk_create(
        parameters.model(code=code, value=value, valid=(SINCE, None))
        for code, value in DEFAULTS.items()
    )


def unload(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take them away again."""
    parameters = apps.get_model("services", "PolicyParameter").objects
    using = parameters.using(schema_editor.connection.alias)
    using.filter(code__in=sorted(DEFAULTS)).delete()


class Migration(migrations.Migration):
    """Load the default value."""

    dependencies: ClassVar = [("services", "0017_returns_and_minimums")]
    operations: ClassVar = [migrations.RunPython(load, unload)]
