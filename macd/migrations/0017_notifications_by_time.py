from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("macd", "0016_beside_each_other"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(model_name="notification", name="notification_by_person"),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(fields=["person", "-at", "-id"], name="notification_by_time"),
        ),
    ]
