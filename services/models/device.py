"""A device paid in instalments with a service."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.tenancy import CustomerOwned
from services.models.inventory import Service


class DevicePlan(CustomerOwned):
    """``months`` instalments from ``starts_on``, each of ``instalment`` excl. VAT a month."""

    service = models.OneToOneField(Service, on_delete=models.PROTECT, related_name="device_plan")
    name = models.CharField(_("device"), max_length=100)
    serial = models.CharField(_("serial number"), max_length=60, blank=True)
    starts_on = models.DateField(_("starts on"))
    months = models.PositiveSmallIntegerField(_("months"))
    instalment = models.DecimalField(_("instalment"), max_digits=14, decimal_places=4)

    class Meta:
        verbose_name = _("device plan")
        verbose_name_plural = _("device plans")
        constraints = (
            models.CheckConstraint(
                condition=Q(months__gt=0) & Q(instalment__gte=0), name="device_plan_has_instalments"
            ),
        )

    def __str__(self) -> str:
        return self.name
