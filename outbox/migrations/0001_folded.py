"""What is owed, the bell that rings when something is, and who is told at which address."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# One notification per statement and channel: PostgreSQL hands it out at commit, never before.
RING = """
CREATE FUNCTION outbox_ring() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('outbox', channel) FROM (SELECT DISTINCT channel FROM owed) AS channels;
    RETURN NULL;
END $$;
CREATE TRIGGER ring AFTER INSERT ON outbox_message
    REFERENCING NEW TABLE AS owed FOR EACH STATEMENT EXECUTE FUNCTION outbox_ring();
"""

SILENCE = """
DROP TRIGGER ring ON outbox_message;
DROP FUNCTION outbox_ring();
"""


class Migration(migrations.Migration):
    initial = True

    # Databases that have all of these have this one.
    replaces = [
        ("outbox", "0001_initial"),
        ("outbox", "0002_dropped"),
        ("outbox", "0003_webhooks"),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Webhook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("url", models.CharField(max_length=500)),
                ("secret", models.CharField(max_length=100)),
                (
                    "events",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("active", models.BooleanField(default=True)),
                ("last_sequence", models.PositiveBigIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("name", "id"),
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("channel", models.CharField(max_length=40, verbose_name="channel")),
                ("subject", models.CharField(max_length=120, verbose_name="subject")),
                (
                    "ordering_key",
                    models.CharField(blank=True, max_length=120, verbose_name="ordering key"),
                ),
                ("payload", models.JSONField(default=dict, verbose_name="payload")),
                (
                    "idempotency_key",
                    models.CharField(max_length=240, unique=True, verbose_name="idempotency key"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "Waiting"),
                            ("sent", "Sent"),
                            ("attention", "Needs attention"),
                            ("dropped", "Dropped"),
                        ],
                        default="pending",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                (
                    "next_attempt_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="next attempt at"),
                ),
                (
                    "leased_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="leased until"),
                ),
                ("created_at", models.DateTimeField(verbose_name="owed at")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent at")),
                (
                    "last_error",
                    models.CharField(blank=True, max_length=400, verbose_name="last error"),
                ),
                (
                    "dropped_because",
                    models.CharField(
                        blank=True, db_default="", max_length=400, verbose_name="dropped because"
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recipient",
                    ),
                ),
            ],
            options={
                "verbose_name": "message",
                "verbose_name_plural": "messages",
                "ordering": ("-id",),
                "indexes": [
                    models.Index(
                        models.F("id"),
                        condition=models.Q(("state", "pending")),
                        name="outbox_pending",
                    ),
                    models.Index(
                        models.F("channel"),
                        models.F("ordering_key"),
                        models.F("id"),
                        condition=models.Q(
                            ("state", "pending"), models.Q(("ordering_key", ""), _negated=True)
                        ),
                        name="outbox_pending_in_order",
                    ),
                    models.Index(
                        models.F("id"),
                        condition=models.Q(("state", "attention")),
                        name="outbox_attention",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["pending", "sent", "attention", "dropped"])
                        ),
                        name="outbox_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state", "sent")),
                            models.Q(
                                models.Q(("state", "sent"), _negated=True),
                                ("sent_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="outbox_sent_has_its_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "pending"), ("leased_until__isnull", True), _connector="OR"
                        ),
                        name="outbox_only_pending_is_leased",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "dropped"), ("dropped_because", ""), _connector="XOR"
                        ),
                        name="outbox_dropped_has_its_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WebhookAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sequence", models.PositiveBigIntegerField()),
                ("at", models.DateTimeField()),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("milliseconds", models.PositiveIntegerField()),
                ("error", models.CharField(blank=True, max_length=400)),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="outbox.message",
                    ),
                ),
                (
                    "webhook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attempts",
                        to="outbox.webhook",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "indexes": [models.Index(fields=["webhook", "-id"], name="attempts_by_webhook")],
            },
        ),
        migrations.RunSQL(RING, SILENCE),
    ]
