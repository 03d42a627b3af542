from django.db import migrations, models


class Migration(migrations.Migration):
    """Why a job or a row failed, in every language."""

    dependencies = [("services", "0001_folded")]

    operations = [
        migrations.AddField(
            model_name=name,
            name="failure_words",
            field=models.JSONField(
                blank=True, default=dict, verbose_name="why it failed, by language"
            ),
        )
        for name in ("job", "importrow")
    ]
