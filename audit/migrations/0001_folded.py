"""The audit trail, which the database lets grow and nothing else, and its readings."""

from django.db import migrations, models

from files.immutable import Immutable

# An event is recorded unchained: only the chainer, which reads all before it, gives positions.
GUARD = """
CREATE FUNCTION audit_refuse_chained() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'INSERT refused: an audit event is recorded unchained'
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER recorded_unchained BEFORE INSERT ON audit_auditevent
    FOR EACH ROW WHEN (NEW.position IS NOT NULL) EXECUTE FUNCTION audit_refuse_chained();
"""

UNGUARD = """
DROP TRIGGER recorded_unchained ON audit_auditevent;
DROP FUNCTION audit_refuse_chained();
"""


class Migration(migrations.Migration):
    initial = True

    # Databases that have all of these have this one.
    replaces = [
        ("audit", "0001_initial"),
        ("audit", "0002_readings"),
    ]

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AuditCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                ("events", models.BigIntegerField(verbose_name="events")),
                (
                    "anchored",
                    models.BigIntegerField(blank=True, null=True, verbose_name="anchored up to"),
                ),
                (
                    "bad_position",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="first bad position"
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=80, verbose_name="reason")),
            ],
            options={
                "verbose_name": "reading of the audit trail",
                "verbose_name_plural": "readings of the audit trail",
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("event", models.CharField(max_length=80, verbose_name="event")),
                ("at", models.DateTimeField(verbose_name="at")),
                ("person_id", models.BigIntegerField(blank=True, null=True, verbose_name="person")),
                (
                    "customer_id",
                    models.BigIntegerField(blank=True, null=True, verbose_name="customer"),
                ),
                (
                    "reference",
                    models.CharField(blank=True, max_length=120, verbose_name="reference"),
                ),
                ("facts", models.JSONField(default=dict, verbose_name="facts")),
                (
                    "position",
                    models.BigIntegerField(
                        blank=True, null=True, unique=True, verbose_name="position"
                    ),
                ),
                (
                    "previous_hash",
                    models.CharField(
                        blank=True, max_length=64, null=True, verbose_name="previous hash"
                    ),
                ),
                (
                    "hash",
                    models.CharField(blank=True, max_length=64, null=True, verbose_name="hash"),
                ),
            ],
            options={
                "verbose_name": "audit event",
                "verbose_name_plural": "audit events",
                "ordering": ("-id",),
                "indexes": [
                    models.Index(
                        models.F("id"),
                        condition=models.Q(("position__isnull", True)),
                        name="audit_unchained",
                    ),
                    models.Index(models.F("reference"), models.F("id"), name="audit_of_reference"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("hash__isnull", True),
                                ("position__isnull", True),
                                ("previous_hash__isnull", True),
                            ),
                            models.Q(
                                ("hash__isnull", False),
                                ("position__gte", 1),
                                ("previous_hash__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="audit_chained_wholly_or_not",
                    )
                ],
            },
        ),
        Immutable("AuditEvent", but={"position", "previous_hash", "hash"}),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
