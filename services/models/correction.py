"""A correction of the inventory by operations: proposed, and applied once whoever must agrees."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.tenancy import CustomerOwned
from services.models.inventory import InventoryEntry, Service


class CorrectionStatus(models.TextChoices):
    """The life of a correction."""

    PROPOSED = "proposed", _("Waits for a second person")
    APPLIED = "applied", pgettext_lazy("correction", "Applied")
    REFUSED = "refused", pgettext_lazy("correction", "Refused")


class Correction(CustomerOwned):
    """What was recorded wrongly, and how it was in truth; it takes the place of ``voids``.

    ``change`` is in the inventory's own words; empty where the entry never happened. Where price
    or dates change, somebody else than the proposer applies it: ``needs_second``.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="corrections")
    voids = models.ForeignKey(
        InventoryEntry, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    effective_on = models.DateField(_("effective on"))
    change = models.JSONField(_("change"), default=dict, blank=True)
    reason = models.TextField(_("reason"))
    needs_second = models.BooleanField(_("needs a second person"))
    status = models.CharField(
        _("status"), max_length=10, choices=CorrectionStatus, default=CorrectionStatus.PROPOSED
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    refusal = models.TextField(_("why it was refused"), blank=True)
    entry = models.OneToOneField(
        InventoryEntry, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ("-proposed_at", "-id")
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        constraints = (
            models.CheckConstraint(condition=~Q(reason=""), name="correction_says_why"),
            models.CheckConstraint(
                condition=Q(status="proposed", decided_by=None, decided_at=None)
                | Q(
                    status__in=("applied", "refused"),
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="decided_correction_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(status="applied", needs_second=True) | ~Q(decided_by=F("proposed_by")),
                name="price_and_dates_have_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(status="applied") ^ Q(entry=None), name="applied_correction_is_recorded"
            ),
            models.CheckConstraint(
                condition=Q(status="refused") ^ Q(refusal=""), name="refused_correction_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(change={}) | Q(voids__isnull=False), name="correction_changes_or_voids"
            ),
            models.UniqueConstraint(
                fields=("voids",),
                condition=Q(status="proposed"),
                name="one_open_correction_per_entry",
            ),
        )
        indexes = (
            models.Index(
                fields=("-proposed_at",),
                condition=Q(status="proposed"),
                name="corrections_that_wait",
            ),
        )

    def __str__(self) -> str:
        return f"{self.service_id} · {self.effective_on}"
