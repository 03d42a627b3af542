"""Who has a document open at this moment; a row is renewed while the page is."""

from django.conf import settings
from django.db import models

from accounts.tenancy import CustomerOwned
from macd.models.document import Document


class Presence(CustomerOwned):
    """When a person's browser last said that a document is open in it."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="present")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "person"], name="present_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.document_id}"
