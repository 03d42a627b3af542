"""The ledger: which files were sealed. It holds no personal data and belongs to no customer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

HASH = r"^[0-9a-f]{64}$"


class Seal(models.Model):
    """One version of a document that was sealed, and what became of that version."""

    reference = models.CharField(_("reference"), max_length=64)
    version = models.PositiveIntegerField(_("version"))
    content_hash = models.CharField(_("content hash"), max_length=64)
    code = models.CharField(_("verification code"), max_length=19, unique=True)
    audit_position = models.BigIntegerField(_("audit position"), null=True)
    audit_head = models.CharField(_("audit head"), max_length=64, blank=True)
    sealed_at = models.DateTimeField(_("sealed at"))
    certificate_fingerprint = models.CharField(_("certificate fingerprint"), max_length=64)
    superseded_by = models.PositiveIntegerField(_("superseded by version"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        constraints = (
            models.UniqueConstraint(
                fields=("reference", "version"), name="one_seal_for_each_version"
            ),
            models.CheckConstraint(
                condition=models.Q(content_hash__regex=HASH)
                & models.Q(certificate_fingerprint__regex=HASH),
                name="seal_hashes_are_hashes",
            ),
            models.CheckConstraint(
                condition=models.Q(audit_position__isnull=True, audit_head="")
                | models.Q(audit_position__isnull=False, audit_head__regex=HASH),
                name="seal_audit_head_is_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(superseded_by__isnull=True)
                | models.Q(superseded_by__gt=models.F("version")),
                name="seal_superseded_by_a_later_version",
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference} · {self.version}"


class Stage(models.TextChoices):
    """What made a file of a seal."""

    SEALED = "sealed", _("sealed")
    TIMESTAMPED = "timestamped", _("time stamp added")
    EXTENDED = "extended", _("validation data added")


class SealedFile(models.Model):
    """One file of a seal, known by the hash of all its bytes."""

    seal = models.ForeignKey(
        Seal, on_delete=models.PROTECT, related_name="files", verbose_name=_("seal")
    )
    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices)
    stored_file_id = models.BigIntegerField(_("stored file"))
    created_at = models.DateTimeField(_("created at"))

    class Meta:
        verbose_name = _("sealed file")
        verbose_name_plural = _("sealed files")
        constraints = (
            models.UniqueConstraint(fields=("seal", "stage"), name="one_file_for_each_stage"),
            models.CheckConstraint(
                condition=models.Q(sha256__regex=HASH), name="sealed_file_sha256_is_a_hash"
            ),
        )

    def __str__(self) -> str:
        return self.sha256
