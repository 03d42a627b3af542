"""Who signs in a signatory's place while they are away."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.membership import Membership
from accounts.tenancy import CustomerOwned


class SigningSubstitute(CustomerOwned):
    """A period in which a colleague signs in a signatory's place, up to the signatory's limit."""

    membership = models.ForeignKey(
        Membership,
        verbose_name=_("signatory"),
        on_delete=models.PROTECT,
        related_name="substitutes",
    )
    substitute = models.ForeignKey(
        Membership,
        verbose_name=_("substitute"),
        on_delete=models.PROTECT,
        related_name="stands_in_for",
    )
    valid = DateRangeField(_("period"))
    created_at = models.DateTimeField(_("named on"))
    ended_at = models.DateTimeField(_("ended on"), null=True, blank=True)

    class Meta:
        verbose_name = _("signing substitute")
        verbose_name_plural = _("signing substitutes")
        ordering = ("valid", "id")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(membership=models.F("substitute")),
                name="signing_substitute_is_someone_else",
            ),
            models.CheckConstraint(
                condition=models.Q(valid__isempty=False)
                & models.Q(valid__lower_inf=False)
                & models.Q(valid__upper_inf=False),
                name="signing_substitute_for_a_period",
            ),
            ExclusionConstraint(
                name="one_signing_substitute_at_a_time",
                expressions=[
                    ("membership", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                condition=models.Q(ended_at__isnull=True),
            ),
        )

    def is_over(self, on: date) -> bool:
        """Whether nobody stands in by it any more."""
        return self.ended_at is not None or self.valid.upper <= on

    def __str__(self) -> str:
        return f"{self.substitute_id} for {self.membership_id}"
