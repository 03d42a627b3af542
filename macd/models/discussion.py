"""What the two sides say to each other about a document: values, comments, files."""

import uuid

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q

from accounts.tenancy import CustomerOwned
from macd.models.document import Document
from macd.vocabulary import Audience, ChangeState, FilePurpose, Side


class FieldChange(CustomerOwned):
    """One field that somebody changed, or suggested to change, from an old to a new value.

    ``path`` is ``<section>.<field>``, ``decision.<service>``, ``line.<number>.quantity`` or
    ``line.<number>.desired.<characteristic>``.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="field_changes")
    path = models.CharField(max_length=120)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    side = models.CharField(max_length=8, choices=Side.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=ChangeState.choices)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    reply = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "path"],
                condition=Q(state=ChangeState.PROPOSED),
                name="one_open_proposal_per_field",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ChangeState.APPLIED, ChangeState.PROPOSED])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="decided_change_names_who",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.state}"


class Comment(CustomerOwned):
    """A remark, a question or an answer; never edited (rule 16)."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="comments")
    audience = models.CharField(max_length=8, choices=Audience.choices)
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=8, choices=Side.choices)
    at = models.DateTimeField()
    is_question = models.BooleanField(default=False)
    answers = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="answered_by"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(side=Side.PROVIDER) | Q(audience=Audience.SHARED),
                name="customers_write_shared_comments",
            ),
            models.CheckConstraint(
                condition=Q(is_question=False) | Q(audience=Audience.SHARED),
                name="questions_are_shared",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.audience} {self.at:%Y-%m-%d %H:%M}"


class Attachment(CustomerOwned):
    """A file that belongs to a document."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="attachments")
    public_id = models.UUIDField(
        default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False
    )
    stored_file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(
        max_length=12,
        choices=FilePurpose.choices,
        default=FilePurpose.OTHER,
        db_default=FilePurpose.OTHER.value,
    )
    name = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
