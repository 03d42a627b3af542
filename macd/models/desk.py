"""What an account manager keeps beside the documents: views, what sleeps, ready answers."""

from django.conf import settings
from django.db import models

from accounts.tenancy import CustomerOwned
from macd.models.document import Document
from services.texts import four_languages, in_language


class SavedView(models.Model):
    """A view of the inbox under a name; its address says filter, order and columns.

    A shared one stands on every account manager's desk, each with their own portfolio in it.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views"
    )
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000, blank=True)
    shared = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="saved_view_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Snooze(CustomerOwned):
    """A document that one person does not want to see until a day, unless something happens."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="snoozes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    until_on = models.DateField()
    revision = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "document"], name="snoozed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} until {self.until_on}"


class ReplyTemplate(models.Model):
    """Words that are often written to customers, in the four languages they read."""

    name = models.CharField(max_length=60, unique=True)
    texts = models.JSONField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField()

    class Meta:
        constraints = [four_languages("texts", name="reply_template_in_four")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def text_in(self, language: str) -> str:
        """The words in a customer's language."""
        return in_language(self.texts, language)
