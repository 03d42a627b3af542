from django.db import migrations, models


class Migration(migrations.Migration):
    """The first day without is called so: stored as it was, asked and shown by what it means."""

    dependencies = [("services", "0002_failure_words")]

    operations = [
        migrations.AlterField(
            model_name="offeringversion",
            name="end_of_sale_on",
            field=models.DateField(blank=True, null=True, verbose_name="not sold any more from"),
        ),
        migrations.AlterField(
            model_name="offeringversion",
            name="end_of_life_on",
            field=models.DateField(
                blank=True, null=True, verbose_name="not supported any more from"
            ),
        ),
    ]
