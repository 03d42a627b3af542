"""The parts of a document that one side or both complete."""

from django.db import models

from accounts.tenancy import CustomerOwned
from macd.models.document import Document
from macd.vocabulary import SectionName


class Section(CustomerOwned):
    """Values of one section, ``{field code: value}``; which fields there are, a kind says."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="sections")
    name = models.CharField(max_length=10, choices=SectionName.choices)
    data = models.JSONField(default=dict)
    reopened = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "name"], name="section_once"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.name}"
