"""The PDF that is owed for a version: what it is made of, frozen, and the file once made."""

from django.db import models
from django.db.models import Q

from accounts.tenancy import CustomerOwned
from macd.models.document import Document, DocumentVersion
from macd.vocabulary import Purpose


class Rendering(CustomerOwned):
    """One file of one version; ``render_input`` is frozen in the transaction that owes it, so
    that the same row always gives the same bytes before sealing (decisions.md 25)."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="renderings")
    version = models.ForeignKey(
        DocumentVersion, on_delete=models.PROTECT, related_name="renderings"
    )
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    code = models.CharField(max_length=40, blank=True)
    render_input = models.JSONField()
    owed_at = models.DateTimeField()
    stored_file = models.ForeignKey(
        "files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "purpose"], name="rendered_once"),
            models.CheckConstraint(
                condition=Q(stored_file__isnull=True, made_at__isnull=True)
                | Q(stored_file__isnull=False, made_at__isnull=False),
                name="made_rendering_has_its_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.purpose}"
