"""The demonstration's mailbox."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="MailboxMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("to", models.EmailField(max_length=254, verbose_name="to")),
                ("subject", models.CharField(max_length=500, verbose_name="subject")),
                ("text", models.TextField(verbose_name="text")),
                ("html", models.TextField(blank=True, verbose_name="HTML")),
                ("language", models.CharField(blank=True, max_length=10, verbose_name="language")),
                ("message_id", models.CharField(max_length=250, verbose_name="message id")),
                ("headers", models.JSONField(default=dict, verbose_name="headers")),
                ("sent_at", models.DateTimeField(verbose_name="sent at")),
            ],
            options={
                "verbose_name": "mail",
                "verbose_name_plural": "mails",
                "ordering": ("-id",),
                "indexes": [models.Index(models.F("message_id"), name="mailbox_message_id")],
            },
        ),
    ]
