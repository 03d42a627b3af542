"""The sequence that the ids of new services are taken from."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """One sequence; gaps do not matter."""

    dependencies: ClassVar = [("services", "0003_default_parameters")]
    operations: ClassVar = [
        migrations.RunSQL(
            "CREATE SEQUENCE services_service_number START 100001",
            "DROP SEQUENCE services_service_number",
        )
    ]
