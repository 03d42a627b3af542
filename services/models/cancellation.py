"""Leaving completely: one open case per customer, one row per agreement."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.tenancy import CustomerOwned
from services.models.agreement import Agreement


class CaseStatus(models.TextChoices):
    """The life of a cancellation case."""

    NOTICE_GIVEN = "notice_given", _("Notice given")
    ACCEPTED = "accepted", pgettext_lazy("cancellation", "Accepted")
    EXECUTED = "executed", pgettext_lazy("cancellation", "Executed")
    WITHDRAWN = "withdrawn", pgettext_lazy("cancellation", "Withdrawn")


class Channel(models.TextChoices):
    """How the notice came in."""

    PAGE = "page", _("On this site")
    MAIL = "mail", _("By mail")
    LETTER = "letter", _("By letter")


class EndMode(models.TextChoices):
    """How finance lets an agreement end (rule 58)."""

    TERM = "term", _("End of term")
    NOTICE = "notice", _("End of notice")
    FIXED = "fixed", _("Fixed date")
    IMMEDIATE = "immediate", _("Immediately")


class CaseStep(models.TextChoices):
    """What stands in the history of a case."""

    NOTICE = "notice", _("Notice received")
    HAND_OVER = "hand_over", _("Handed to the account manager")
    ANSWER = "answer", _("Answered by the account manager")
    NOTE = "note", _("Internal note")
    FREE_EXIT = "free_exit", _("Change of price or conditions recorded")
    PLAN = "plan", _("End chosen")
    SECOND = "second", _("Immediate end confirmed by a second person")
    ACCEPT = "accept", _("Accepted")
    DECIDE_LINE = "decide_line", _("Open item decided")
    DECIDE_NUMBER = "decide_number", _("Number decided")
    OVERRIDE = "override", _("Exception allowed")
    END = "end", _("Agreement ended")
    EXECUTE = "execute", _("Executed")
    WITHDRAW = "withdraw", _("Notice withdrawn")
    LETTER = "letter", _("Confirmation letter made")


# What the provider's people do among themselves (rule 15).
INTERNAL_STEPS = frozenset(
    {CaseStep.HAND_OVER, CaseStep.ANSWER, CaseStep.NOTE, CaseStep.SECOND, CaseStep.OVERRIDE}
)
OPEN = (CaseStatus.NOTICE_GIVEN, CaseStatus.ACCEPTED)
# Where a case without a last day to act stands in the list: behind all others.
NEVER = date(9999, 12, 31)


class CancellationCase(CustomerOwned):
    """A customer's notice that it leaves. ``received_at`` is the receipt that counts.

    ``worker_count`` is the customer's count as known at receipt (None: unknown), because that
    count decides the statutory end. ``given_by`` and ``scan`` are those of a mail or letter that
    staff recorded. ``act_on`` (the last day to act) and ``monthly`` (at receipt, excl. VAT) are
    kept for the list; ``with_manager_since`` says that the account manager has the case now;
    ``closes_on`` is the first day without any service, once that is decided.
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
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    given_by = models.CharField(_("given by"), max_length=150, blank=True)
    scan = models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    change_notified_on = models.DateField(_("change notified on"), null=True, blank=True)
    act_on = models.DateField(_("last day to act"), null=True, blank=True)
    monthly = models.DecimalField(_("a month"), max_digits=14, decimal_places=4, default=0)
    with_manager_since = models.DateTimeField(null=True, blank=True)
    closes_on = models.DateField(_("closes on"), null=True, blank=True)

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
        indexes = (
            models.Index(
                Coalesce(F("act_on"), NEVER),
                "id",
                condition=Q(status__in=OPEN),
                name="open_case_by_last_day",
            ),
        )

    def __str__(self) -> str:
        return str(self.public_id)


class CaseAgreement(CustomerOwned):
    """One agreement in a case, with the ends as they were at receipt; each the first day without.

    ``contractual_end_on`` None: the end counts from a delivery that has not been. The statutory
    ones are None where the law of the customer's country gives none; ``statutory_end_on`` is also
    None while the worker count is unknown, and then the two others are both shown.
    ``monthly`` is what its services cost at receipt. ``ends_on`` is what finance decided; an
    immediate end gets its day from the second person.
    """

    case = models.ForeignKey(CancellationCase, on_delete=models.PROTECT, related_name="agreements")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    contractual_end_on = models.DateField(_("contractual end"), null=True, blank=True)
    statutory_end_on = models.DateField(_("statutory end"), null=True, blank=True)
    statutory_end_if_small_on = models.DateField(null=True, blank=True)
    statutory_end_if_large_on = models.DateField(null=True, blank=True)
    fee_free_from_on = models.DateField(_("no fee from"), null=True, blank=True)
    executed_on = models.DateField(_("executed on"), null=True, blank=True)
    monthly = models.DecimalField(_("a month"), max_digits=14, decimal_places=4, default=0)
    end_mode = models.CharField(_("end"), max_length=10, choices=EndMode, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ("case", "agreement")
        verbose_name = _("agreement in a case")
        verbose_name_plural = _("agreements in a case")
        constraints = (
            models.UniqueConstraint(
                fields=("case", "agreement"), name="one_case_row_per_agreement"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | ~Q(end_mode=""), name="case_end_has_a_mode"
            ),
            models.CheckConstraint(
                condition=~Q(end_mode="immediate")
                | Q(ends_on=None)
                | Q(second_by__isnull=False) & ~Q(second_by=F("chosen_by")),
                name="immediate_end_has_a_second_person",
            ),
        )
        indexes = (
            models.Index(
                fields=("ends_on", "id"),
                condition=Q(executed_on=None, ends_on__isnull=False),
                name="case_end_by_day",
            ),
            models.Index(
                fields=("case",),
                condition=Q(end_mode="immediate", ends_on=None),
                name="case_end_for_a_second",
            ),
            models.Index(
                fields=("executed_on",),
                condition=Q(executed_on__isnull=False),
                name="executed_end_by_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} · {self.agreement_id}"


class CaseEvent(CustomerOwned):
    """One thing that happened to a case; only ever added. Internal ones stay with the provider."""

    case = models.ForeignKey(CancellationCase, on_delete=models.PROTECT, related_name="events")
    step = models.CharField(_("step"), max_length=15, choices=CaseStep)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    note = models.TextField(_("note"), blank=True)
    internal = models.BooleanField(default=False)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ("case", "id")
        verbose_name = _("event of a case")
        verbose_name_plural = _("events of a case")
        constraints = (
            models.CheckConstraint(
                condition=Q(step__in=CaseStep.values), name="case_step_is_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} · {self.step}"


class CaseOverride(CustomerOwned):
    """Finance lets one request through while its case is accepted (rule 59).

    ``reference`` is the request's number, as text: the inventory knows no requests by key.
    """

    case = models.ForeignKey(CancellationCase, on_delete=models.PROTECT, related_name="overrides")
    reference = models.CharField(_("request"), max_length=32)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ("case", "id")
        verbose_name = _("exception in a case")
        verbose_name_plural = _("exceptions in a case")
        constraints = (
            models.UniqueConstraint(fields=("case", "reference"), name="one_exception_per_request"),
            models.CheckConstraint(condition=~Q(reason=""), name="exception_has_a_reason"),
        )

    def __str__(self) -> str:
        return self.reference
