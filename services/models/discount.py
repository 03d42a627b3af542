"""What an agreement takes off the catalogue's prices."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.tenancy import CustomerOwned
from services.models.agreement import Agreement
from services.models.catalogue import Family, Offering


class AgreementDiscount(CustomerOwned):
    """A percentage off the recurring price of one offering, of a family, or of everything.

    The narrowest that fits counts; they never add up. It is for what is ordered under the
    agreement: a service that is installed has its own price.
    """

    agreement = models.ForeignKey(
        Agreement,
        verbose_name=_("agreement"),
        on_delete=models.PROTECT,
        related_name="discounts",
    )
    offering = models.ForeignKey(
        Offering,
        verbose_name=_("offering"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    family = models.CharField(_("family"), max_length=10, choices=Family, blank=True)
    percent = models.DecimalField(_("percent"), max_digits=5, decimal_places=2)
    valid = DateRangeField(_("valid"))

    class Meta:
        ordering = ("agreement", "id")
        verbose_name = _("discount of an agreement")
        verbose_name_plural = _("discounts of agreements")
        constraints = (
            models.CheckConstraint(
                condition=Q(percent__gt=0) & Q(percent__lte=100),
                name="discount_is_a_percentage",
                violation_error_message=_("Give a percentage above 0 and of at most 100."),
                violation_error_code="percent",
            ),
            models.CheckConstraint(
                condition=Q(offering=None) | Q(family=""),
                name="discount_is_for_one_or_a_family",
                violation_error_message=_("Choose an offering or a family, not both."),
                violation_error_code="family",
            ),
            models.CheckConstraint(
                condition=Q(family="") | Q(family__in=Family.values),
                name="discount_family_is_known",
                violation_error_message=_("Choose one of the values that are offered."),
                violation_error_code="family",
            ),
            models.CheckConstraint(
                condition=Q(valid__isempty=False),
                name="discount_has_days",
                violation_error_message=_("The last day lies before the first."),
                violation_error_code="valid",
            ),
        )

    def __str__(self) -> str:
        from services.figures import percentage

        return f"{self.agreement} −{percentage(self.percent)}"
