"""How long it may take to acknowledge, and to decide about, what is urgent."""

from datetime import date
from typing import ClassVar

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SINCE = date(2000, 1, 1)
DEFAULTS = {"acknowledge_urgent_business_hours": 2, "decide_urgent_business_hours": 4}


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
    """Load the default values."""

    dependencies: ClassVar = [("services", "0019_names_of_fields")]
    operations: ClassVar = [migrations.RunPython(load, unload)]
