"""The contract a service is under; its first end is stored once and never changes."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.tenancy import CustomerOwned


class Agreement(CustomerOwned):
    """A contract of one customer. Ends are half-open: the first day without.

    ``term_months`` None: no fixed term, notice only. A term without ``initial_end_on``: the end
    counts from delivery and is stored when the start rule is met. ``ended_on`` is written by the
    execution of a cancellation case only.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("number"), max_length=40, unique=True)
    starts_on = models.DateField(_("starts on"))
    initial_end_on = models.DateField(_("first end"), null=True, blank=True)
    term_months = models.PositiveSmallIntegerField(_("term in months"), null=True, blank=True)
    renewal_months = models.PositiveSmallIntegerField(_("renewal in months"), default=12)
    notice_months = models.PositiveSmallIntegerField(_("notice in months"), default=3)
    recurring_minimum = models.DecimalField(
        _("recurring minimum"), max_digits=14, decimal_places=4, default=0
    )
    long_term_waiver = models.BooleanField(_("24-month limit waived"), default=False)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        ordering = ("number",)
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = (
            models.CheckConstraint(
                condition=Q(initial_end_on=None) | Q(initial_end_on__gt=F("starts_on")),
                name="agreement_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(initial_end_on=None) | Q(term_months__isnull=False, term_months__gt=0),
                name="agreement_with_an_end_has_a_term",
            ),
            models.CheckConstraint(
                condition=Q(recurring_minimum__gte=0), name="recurring_minimum_is_not_negative"
            ),
        )

    def __str__(self) -> str:
        return self.number
