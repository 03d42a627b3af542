from django.db import migrations, models


class Migration(migrations.Migration):
    """Why a self-service action failed, in every language."""

    dependencies = [("services", "0003_first_days_without")]

    operations = [
        migrations.AddField(
            model_name="selfserviceaction",
            name="failure_words",
            field=models.JSONField(
                blank=True, default=dict, verbose_name="why it failed, by language"
            ),
        ),
    ]
