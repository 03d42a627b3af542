"""A country is chosen by its name; how it is stored does not change."""

from django.db import migrations, models

from accounts.countries import countries


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_folded")]

    operations = [
        migrations.AlterField(
            model_name="customer",
            name="country",
            field=models.CharField(
                choices=countries, default="BE", max_length=2, verbose_name="country"
            ),
        ),
    ]
