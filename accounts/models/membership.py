"""Who belongs to which customer, and as what."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.person import Person
from accounts.roles import CustomerRole, Roled, Scope
from accounts.tenancy import CustomerOwned


class Membership(Roled, CustomerOwned):
    """A person at a customer: their roles, how far they reach, and whether they sign."""

    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="memberships"
    )
    roles = ArrayField(
        models.CharField(max_length=21, choices=CustomerRole.choices), verbose_name=_("roles")
    )
    scope = models.CharField(_("reaches"), max_length=7, choices=Scope.choices, default=Scope.ALL)
    signs_from = models.DateField(_("signs from"), null=True, blank=True)
    signs_until = models.DateField(
        _("signs until"), null=True, blank=True, help_text=_("The last day on which they may sign.")
    )
    signs_up_to = models.DecimalField(
        _("signs up to"),
        max_digits=14,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("Amount excluding VAT; empty means without limit."),
    )
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "customer"),
                condition=models.Q(revoked_at__isnull=True),
                name="one_membership_per_person_and_customer",
                violation_error_message=_("This person belongs to that customer already."),
            ),
            models.CheckConstraint(
                condition=models.Q(roles__contained_by=CustomerRole.values)
                & models.Q(roles__len__gte=1),
                name="membership_roles_known",
                violation_error_message=_("Choose at least one role."),
            ),
            models.CheckConstraint(
                condition=models.Q(scope__in=Scope.values),
                name="membership_scope_known",
                violation_error_message=_("Choose one of the values that are offered."),
                violation_error_code="scope",
            ),
            models.CheckConstraint(
                condition=models.Q(roles__contains=[CustomerRole.SIGNATORY])
                | models.Q(
                    signs_from__isnull=True, signs_until__isnull=True, signs_up_to__isnull=True
                ),
                name="membership_only_signatories_sign",
                violation_error_message=_("Only a signatory has signing dates or a limit."),
            ),
            models.CheckConstraint(
                condition=models.Q(signs_until__isnull=True)
                | models.Q(signs_from__isnull=True)
                | models.Q(signs_until__gte=models.F("signs_from")),
                name="membership_signing_period",
                violation_error_message=_("The last day to sign lies before the first."),
            ),
            models.CheckConstraint(
                condition=models.Q(signs_up_to__isnull=True) | models.Q(signs_up_to__gte=0),
                name="membership_signing_limit",
                violation_error_message=_("The amount cannot be negative."),
                violation_error_code="signs_up_to",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} · {self.customer}"
