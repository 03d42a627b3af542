"""An open line's hold on a service: what rule 5 and self-service look at."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.tenancy import CustomerOwned
from services.models.inventory import Service


class ClaimAction(models.TextChoices):
    """What the open line will do to the service."""

    MODIFY = "modify", _("Change")
    DELETE = "delete", _("Stop")
    MOVE = "move", _("Move")


class Claim(CustomerOwned):
    """``holder`` is the document and line (``MACD-2026-00001/2``), as text.

    ``fields`` names the characteristics a change touches, and ``offering``, ``quantity`` …;
    ``quantity`` is the one that the service will have, where that is known.
    """

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="claims")
    action = models.CharField(_("action"), max_length=10, choices=ClaimAction)
    holder = models.CharField(_("holder"), max_length=60)
    fields = models.JSONField(_("fields"), default=list)
    quantity = models.PositiveIntegerField(_("quantity"), null=True, blank=True)
    effective_on = models.DateField(_("effective on"), null=True, blank=True)
    created_at = models.DateTimeField(_("claimed at"))
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)

    class Meta:
        ordering = ("service", "effective_on", "id")
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        constraints = (
            models.UniqueConstraint(
                fields=("service", "holder"),
                condition=Q(released_at=None),
                name="one_open_claim_per_holder",
            ),
            models.CheckConstraint(
                condition=Q(action__in=ClaimAction.values), name="claim_action_is_known"
            ),
        )
        indexes = (
            models.Index(
                fields=("holder",), condition=Q(released_at=None), name="open_claims_of_a_holder"
            ),
        )

    def __str__(self) -> str:
        return f"{self.holder} · {self.action}"
