"""Approvals and signatures, each bound to one version and its content hash (rule 12)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.tenancy import CustomerOwned
from macd.models.document import Document, DocumentVersion


class Bound(CustomerOwned):
    """Someone's word on exactly one version; voided by a fact beside it, never erased."""

    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="+")
    content_hash = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Approval(Bound):
    """The provider's side: the last one is printed as such (decisions.md 17)."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="approvals")
    second = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "second"],
                condition=Q(voided_at__isnull=True),
                name="one_approval_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.at:%Y-%m-%d %H:%M}"


class ConsentWording(models.Model):
    """Words of consent as they stood on the page: by their hash, in one language, for ever."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    language = models.CharField(max_length=2)
    text = models.TextField()

    def __str__(self) -> str:
        return f"{self.language} {self.sha256[:12]}"


class Signature(Bound):
    """The customer's side: one, or two where its signing rule says jointly."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="signatures")
    method = models.CharField(max_length=20)
    consent = models.TextField()
    language = models.CharField(max_length=2)
    wording = models.ForeignKey(
        ConsentWording, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # For whom, where a substitute signs.
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # What the person wrote or drew, if they did: strokes of points in a box of 1000 by 300.
    typed = models.CharField(max_length=100, blank=True)
    drawn = models.JSONField(default=list)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "by"],
                condition=Q(voided_at__isnull=True),
                name="one_signature_each",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.at:%Y-%m-%d %H:%M}"
