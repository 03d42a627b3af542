"""A PDF that somebody asked for: not signed, not sealed, for them alone, and gone after a day."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.tenancy import CustomerOwned
from macd.models.document import Document


class Printout(CustomerOwned):
    """A file that is made in the background; ``made_of`` is frozen when it is asked for."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    document = models.ForeignKey(
        Document, null=True, on_delete=models.CASCADE, related_name="printouts"
    )
    name = models.CharField(max_length=120)
    made_of = models.JSONField()
    owed_at = models.DateTimeField()
    stored_file = models.ForeignKey(
        "files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["owed_at"], name="printout_by_age")]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="printout_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
