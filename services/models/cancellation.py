"""Leaving completely: one open case per customer, one row per agreement."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.tenancy import CustomerOwned
from services.models.agreement import Agreement


class CaseStatus(models.TextChoices):
    """The life of a cancellation case."""

    NOTICE_GIVEN = "notice_given", _("Notice given")
    ACCEPTED = "accepted", _("Accepted")
    EXECUTED = "executed", _("Executed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Channel(models.TextChoices):
    """How the notice came in."""

    PAGE = "page", _("On this site")
    MAIL = "mail", _("By mail")
    LETTER = "letter", _("By letter")


OPEN = (CaseStatus.NOTICE_GIVEN, CaseStatus.ACCEPTED)


class CancellationCase(CustomerOwned):
    """A customer's notice that it leaves. ``received_at`` is the receipt that counts.

    ``worker_count`` is the customer's count as known at receipt (None: unknown), because that
    count decides the statutory end.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    received_at = models.DateTimeField(_("received at"))
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    status = models.CharField(
        _("status"), max_length=15, choices=CaseStatus, default=CaseStatus.NOTICE_GIVEN
    )
    reason = models.TextField(_("reason"), blank=True)
    worker_count = models.PositiveIntegerField(_("workers at receipt"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    class Meta:
        ordering = ("-received_at", "-id")
        verbose_name = _("cancellation case")
        verbose_name_plural = _("cancellation cases")
        constraints = (
            models.UniqueConstraint(
                fields=("customer",),
                condition=Q(status__in=OPEN),
                name="one_open_case_per_customer",
            ),
            models.CheckConstraint(
                condition=Q(status__in=OPEN, closed_at=None)
                | Q(status__in=("executed", "withdrawn"), closed_at__isnull=False),
                name="closed_case_says_when",
            ),
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values), name="case_channel_is_known"
            ),
        )

    def __str__(self) -> str:
        return str(self.public_id)


class CaseAgreement(CustomerOwned):
    """One agreement in a case, with the ends as they were at receipt; each the first day without.

    ``contractual_end_on`` None: the end counts from a delivery that has not been. The statutory
    ones are None where the law of the customer's country gives none; ``statutory_end_on`` is also
    None while the worker count is unknown, and then the two others are both shown.
    """

    case = models.ForeignKey(CancellationCase, on_delete=models.PROTECT, related_name="agreements")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    contractual_end_on = models.DateField(_("contractual end"), null=True, blank=True)
    statutory_end_on = models.DateField(_("statutory end"), null=True, blank=True)
    statutory_end_if_small_on = models.DateField(null=True, blank=True)
    statutory_end_if_large_on = models.DateField(null=True, blank=True)
    fee_free_from_on = models.DateField(_("no fee from"), null=True, blank=True)
    executed_on = models.DateField(_("executed on"), null=True, blank=True)

    class Meta:
        ordering = ("case", "agreement")
        verbose_name = _("agreement in a case")
        verbose_name_plural = _("agreements in a case")
        constraints = (
            models.UniqueConstraint(
                fields=("case", "agreement"), name="one_case_row_per_agreement"
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} · {self.agreement_id}"
