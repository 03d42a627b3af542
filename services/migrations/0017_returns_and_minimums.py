"""Days within which rented devices come back; what services need at least of what they share."""

from datetime import date
from typing import ClassVar

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from accounts.tenancy import TieToCustomer

SINCE = date(2000, 1, 1)
DEFAULTS = {"hardware_return_days": 14}


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
    """Load the value, and let a dependency say how much of what."""

    dependencies: ClassVar = [
        ("services", "0016_leaving_indexes"),
        ("offices", "0002_protection"),
    ]
    operations: ClassVar = [
        migrations.RunPython(load, unload),
        migrations.AddField(
            model_name="service",
            name="home_office",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="offices.office",
                verbose_name="home office",
            ),
        ),
        TieToCustomer("service", "home_office"),
        migrations.AddField(
            model_name="dependency",
            name="characteristic",
            field=models.SlugField(
                blank=True, db_default="", max_length=60, verbose_name="needs at least so much of"
            ),
        ),
        migrations.AddField(
            model_name="dependency",
            name="minimum",
            field=models.DecimalField(
                blank=True, decimal_places=4, max_digits=12, null=True, verbose_name="at least"
            ),
        ),
        migrations.AddField(
            model_name="dependency",
            name="per",
            field=models.SlugField(
                blank=True, db_default="", max_length=60, verbose_name="for each of its own"
            ),
        ),
        migrations.AddConstraint(
            model_name="dependency",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("characteristic", ""), ("minimum", None), ("per", "")),
                    models.Q(
                        models.Q(("characteristic", ""), _negated=True),
                        ("minimum__gt", 0),
                        ("minimum__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="minimum_says_of_what",
            ),
        ),
    ]
