"""The ledger of seals is only ever added to; one may be superseded or withdrawn, once."""

import django.db.models.deletion
from django.db import migrations, models

from files.immutable import Immutable


class Migration(migrations.Migration):
    initial = True

    # Databases that have all of these have this one.
    replaces = [
        ("signing", "0001_initial"),
        ("signing", "0002_append_only"),
    ]

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=64, verbose_name="reference")),
                ("version", models.PositiveIntegerField(verbose_name="version")),
                ("content_hash", models.CharField(max_length=64, verbose_name="content hash")),
                (
                    "code",
                    models.CharField(max_length=19, unique=True, verbose_name="verification code"),
                ),
                (
                    "audit_position",
                    models.BigIntegerField(null=True, verbose_name="audit position"),
                ),
                (
                    "audit_head",
                    models.CharField(blank=True, max_length=64, verbose_name="audit head"),
                ),
                ("sealed_at", models.DateTimeField(verbose_name="sealed at")),
                (
                    "certificate_fingerprint",
                    models.CharField(max_length=64, verbose_name="certificate fingerprint"),
                ),
                (
                    "superseded_by",
                    models.PositiveIntegerField(null=True, verbose_name="superseded by version"),
                ),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn at")),
            ],
            options={
                "verbose_name": "seal",
                "verbose_name_plural": "seals",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("reference", "version"), name="one_seal_for_each_version"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("content_hash__regex", "^[0-9a-f]{64}$"),
                            ("certificate_fingerprint__regex", "^[0-9a-f]{64}$"),
                        ),
                        name="seal_hashes_are_hashes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("audit_head", ""), ("audit_position__isnull", True)),
                            models.Q(
                                ("audit_head__regex", "^[0-9a-f]{64}$"),
                                ("audit_position__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="seal_audit_head_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("superseded_by__isnull", True),
                            ("superseded_by__gt", models.F("version")),
                            _connector="OR",
                        ),
                        name="seal_superseded_by_a_later_version",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SealedFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64, unique=True, verbose_name="SHA-256")),
                ("size", models.PositiveBigIntegerField(verbose_name="size in bytes")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("sealed", "sealed"),
                            ("timestamped", "time stamp added"),
                            ("extended", "validation data added"),
                        ],
                        max_length=16,
                        verbose_name="stage",
                    ),
                ),
                ("stored_file_id", models.BigIntegerField(verbose_name="stored file")),
                ("created_at", models.DateTimeField(verbose_name="created at")),
                (
                    "seal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="signing.seal",
                        verbose_name="seal",
                    ),
                ),
            ],
            options={
                "verbose_name": "sealed file",
                "verbose_name_plural": "sealed files",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("seal", "stage"), name="one_file_for_each_stage"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                        name="sealed_file_sha256_is_a_hash",
                    ),
                ],
            },
        ),
        Immutable("Seal", but={"superseded_by", "withdrawn_at"}),
        Immutable("SealedFile"),
    ]
