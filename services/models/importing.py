"""An import of a customer's inventory: the file, what each row would change, what was accepted."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.tenancy import CustomerOwned
from files.models import StoredFile
from services.models.failing import MayFail
from services.models.inventory import Service
from services.models.job import Job


class InventoryImport(CustomerOwned):
    """A file that says what a customer has on a day; ``job`` is the work that is or was done last.

    ``complete``: what is installed and does not stand in the file is a difference too.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("number"), max_length=20, unique=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    effective_on = models.DateField(_("as on"))
    complete = models.BooleanField(_("the whole inventory"), default=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("uploaded at"))
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    problems = models.JSONField(_("problems of the file"), default=list, blank=True)
    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-created_at", "-id")
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return self.number


class Outcome(models.TextChoices):
    """What a row of a file says against what is recorded."""

    WRONG = "wrong", _("To be mended")
    NEW = "new", _("New")
    CHANGED = "changed", _("Different")
    MISSING = "missing", _("Not in the file")
    SAME = "same", _("The same")


class ImportRow(MayFail, CustomerOwned):
    """One row against the inventory. ``number`` is the row of the file, nothing where missing.

    ``problems``: {column, message}. ``differences``: {label, before, after}. Words are kept by
    language, {nl, fr, en, de}; in older rows as one text. ``change`` is what the inventory is told
    when the row is accepted, ``facts`` what is opened or noted beside it. ``label`` is the code of
    the offering; in older rows its name.
    """

    batch = models.ForeignKey(InventoryImport, on_delete=models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField(_("row"), null=True, blank=True)
    given_id = models.CharField(_("service id"), max_length=40, blank=True)
    label = models.CharField(_("what it is"), max_length=200, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    problems = models.JSONField(_("problems"), default=list, blank=True)
    differences = models.JSONField(_("differences"), default=list, blank=True)
    change = models.JSONField(_("change"), default=dict, blank=True)
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    applied_at = models.DateTimeField(_("applied at"), null=True, blank=True)

    class Meta:
        ordering = ("batch", "number", "id")
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of an import")
        constraints = (
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(outcome__in=("new", "changed", "missing")),
                name="only_differences_are_accepted",
            ),
            models.CheckConstraint(
                condition=Q(applied_at=None) | Q(accepted_at__isnull=False),
                name="applied_row_was_accepted",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) ^ Q(accepted_by__isnull=False),
                name="accepted_row_says_by_whom",
            ),
            models.UniqueConstraint(fields=("batch", "number"), name="one_row_per_number"),
        )
        indexes = (models.Index(fields=("batch", "outcome", "id"), name="rows_by_outcome"),)

    def __str__(self) -> str:
        return f"{self.batch_id} · {self.number or self.given_id}"
