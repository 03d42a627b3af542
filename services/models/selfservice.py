"""What customers do themselves, without a document: users, SIMs, and the actions on them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.tenancy import CustomerOwned
from services.models.catalogue import Offering
from services.models.failing import MayFail
from services.models.inventory import Service


class SimStatus(models.TextChoices):
    """The life of one card or profile (rule 62)."""

    ORDERED = "ordered", _("Ordered")
    SHIPPED = "shipped", _("On its way")
    ACTIVATING = "activating", _("Being activated")
    ACTIVE = "active", pgettext_lazy("SIM", "Active")
    BLOCKED = "blocked", _("Blocked")
    REPLACED = "replaced", _("Replaced")
    INACTIVE = "inactive", _("No longer used")

    def told(self, *, esim: bool) -> str:
        """It in words; a profile is not on its way to anybody, it waits to be installed."""
        return str(_("Ready to install") if esim and self == SimStatus.SHIPPED else self.label)


class BlockReason(models.TextChoices):
    """Why a SIM is blocked."""

    LOST = "lost", _("Lost")
    STOLEN = "stolen", _("Stolen")
    TEMPORARY = "temporary", _("For a while")


SIM_GONE = (SimStatus.REPLACED, SimStatus.INACTIVE)


class Sim(CustomerOwned):
    """A SIM card or eSIM profile of a mobile service; it is never deleted, only out of use.

    ``activation_code`` is an eSIM's, kept until its QR code was shown once.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="sims")
    iccid = models.CharField(_("SIM number (ICCID)"), max_length=20, blank=True)
    esim = models.BooleanField(_("eSIM"), default=False)
    status = models.CharField(
        _("status"), max_length=10, choices=SimStatus, default=SimStatus.ORDERED
    )
    block_reason = models.CharField(
        _("reason of the block"), max_length=10, choices=BlockReason, blank=True
    )
    activation_code = models.CharField(_("activation code"), max_length=255, blank=True)
    code_shown_at = models.DateTimeField(_("code shown at"), null=True, blank=True)
    send_to = models.CharField(_("send to"), max_length=250, blank=True)
    ordered_at = models.DateTimeField(_("ordered at"))
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="replacements", null=True, blank=True
    )

    class Meta:
        ordering = ("service", "-ordered_at", "-id")
        verbose_name = _("SIM")
        verbose_name_plural = _("SIMs")
        constraints = (
            models.UniqueConstraint(
                fields=("iccid",), condition=~Q(iccid=""), name="one_sim_per_iccid"
            ),
            models.UniqueConstraint(
                fields=("service",),
                condition=Q(status="active"),
                name="one_active_sim_per_service",
            ),
            models.UniqueConstraint(
                fields=("service",),
                condition=Q(status__in=("ordered", "shipped", "activating")),
                name="one_sim_to_come_per_service",
            ),
            models.CheckConstraint(
                condition=Q(iccid="") | Q(iccid__regex=r"^89[0-9]{16,18}$"), name="iccid_is_one"
            ),
            models.CheckConstraint(
                condition=~Q(iccid="") | Q(status__in=("ordered", "inactive")),
                name="sim_that_was_sent_has_its_iccid",
            ),
            models.CheckConstraint(
                condition=Q(status="blocked") ^ Q(block_reason=""), name="blocked_sim_says_why"
            ),
            models.CheckConstraint(
                condition=Q(activation_code="") | Q(esim=True, code_shown_at=None),
                name="activation_code_is_kept_until_shown",
            ),
            models.CheckConstraint(
                condition=Q(status__in=SimStatus.values), name="sim_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(replaces=None) | ~Q(replaces=F("id")), name="sim_replaces_another"
            ),
        )

    def __str__(self) -> str:
        return self.iccid or f"{self.service_id} · {self.status}"

    @property
    def told_status(self) -> str:
        """Where it is, in words."""
        return SimStatus(self.status).told(esim=self.esim)


class SelfServiceTask(models.TextChoices):
    """What a customer may do without a document."""

    ADD_USER = "add_user", _("Add a user")
    REMOVE_USER = "remove_user", _("Remove a user")
    ORDER_SIM = "order_sim", _("Order a SIM")
    ACTIVATE_SIM = "activate_sim", _("Activate a SIM")
    BLOCK_SIM = "block_sim", _("Block a SIM")
    UNBLOCK_SIM = "unblock_sim", _("Unblock a SIM")
    REPLACE_SIM = "replace_sim", _("Replace a SIM")
    END_SIM = "end_sim", _("Stop using a SIM")


class ActionStatus(models.TextChoices):
    """How far a self-service action is (rule 63)."""

    REQUESTED = "requested", _("Requested")
    IN_PROGRESS = "in_progress", _("In progress")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


OPEN_ACTIONS = (ActionStatus.REQUESTED, ActionStatus.IN_PROGRESS)


class SelfServiceAction(MayFail, CustomerOwned):
    """One action of a customer's own administrator: no review, no signature, but on record.

    ``licence`` is the offering of which it keeps a licence reserved while it is open. Amounts are
    what the customer pays in all a month, excl. VAT, as shown before it was asked.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    task = models.CharField(_("action"), max_length=20, choices=SelfServiceTask)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="self_service")
    sim = models.ForeignKey(
        Sim, on_delete=models.PROTECT, related_name="actions", null=True, blank=True
    )
    licence = models.ForeignKey(
        Offering, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    status = models.CharField(
        _("status"), max_length=12, choices=ActionStatus, default=ActionStatus.REQUESTED
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(_("requested at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    monthly_before = models.DecimalField(_("a month before"), max_digits=14, decimal_places=4)
    monthly_after = models.DecimalField(_("a month after"), max_digits=14, decimal_places=4)
    change = models.JSONField(_("change"), default=dict)

    class Meta:
        ordering = ("-requested_at", "-id")
        verbose_name = _("self-service action")
        verbose_name_plural = _("self-service actions")
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=OPEN_ACTIONS, ended_at=None)
                | Q(status__in=("done", "failed"), ended_at__isnull=False),
                name="ended_action_says_when",
            ),
            models.CheckConstraint(
                condition=Q(status="failed") ^ Q(failure=""), name="failed_action_says_why"
            ),
            models.CheckConstraint(
                condition=Q(task__in=SelfServiceTask.values), name="self_service_task_is_known"
            ),
        )
        indexes = (
            models.Index(
                fields=("customer", "licence"),
                condition=Q(status__in=OPEN_ACTIONS),
                name="reserved_licences",
            ),
            models.Index(fields=("customer", "-requested_at"), name="self_service_of_a_customer"),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def told(self) -> str:
        """What was done, in words: a SIM that never worked is not stopped, its order is cancelled.

        A service that works is told to cease; where there was none, there was nothing to change.
        """
        if self.task == SelfServiceTask.END_SIM and not self.change:
            return str(_("Cancel a SIM order"))
        return self.get_task_display()
