"""Until when an item that was signed can be changed or withdrawn, as the house starts."""

from datetime import date
from typing import ClassVar

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SINCE = date(2000, 1, 1)
DEFAULTS = {"no_return_visit_business_days": 5, "no_return_remote_business_days": 1}


def load(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give the parameters their first value."""
    parameters = apps.get_model("services", "PolicyParameter").objects
    using = parameters.using(schema_editor.connection.alias)
    using.bulk_create(
        parameters.model(code=code, value=value, valid=(SINCE, None))
        for code, value in DEFAULTS.items()
    )


def unload(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take their values away again."""
    parameters = apps.get_model("services", "PolicyParameter").objects
    parameters.using(schema_editor.connection.alias).filter(code__in=list(DEFAULTS)).delete()


class Migration(migrations.Migration):
    """Two parameters."""

    dependencies: ClassVar = [("services", "0010_reminder_parameters")]
    operations: ClassVar = [migrations.RunPython(load, unload)]
