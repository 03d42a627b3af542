"""Requests that are dealt with one after the other (rule 5)."""

from django.db import models

from accounts.tenancy import CustomerOwned
from macd.models.document import Document


class Wait(CustomerOwned):
    """A request that is not approved before another one has ended.

    The row goes when the other ends, or when somebody no longer wants to wait; both stay in the
    history of the request.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="waits")
    other = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="awaited_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "other"], name="wait_once"),
            models.CheckConstraint(
                condition=~models.Q(document=models.F("other")), name="waits_not_for_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} after {self.other_id}"
