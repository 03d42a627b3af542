"""Telephone numbers a service uses."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.tenancy import CustomerOwned
from offices.models import Office
from services.models.inventory import Service


class NumberUse(models.TextChoices):
    """Whether a number is tied to the zone of an office."""

    FIXED_SITE = "fixed_site", _("Fixed site")
    NOMADIC = "nomadic", _("Nomadic")


class NumberStatus(models.TextChoices):
    """The life of a number at this provider."""

    ACTIVE = "active", _("Active")
    PORTING_IN = "porting_in", _("Being ported in")
    PORTING_OUT = "porting_out", _("Being ported out")
    RELEASED = "released", _("Released")
    PORTED_OUT = "ported_out", _("Ported out")


GONE = (NumberStatus.RELEASED, NumberStatus.PORTED_OUT)


class ServiceNumber(CustomerOwned):
    """A number, or a range that begins with it, in E.164; ``zone`` as dialled (09, 056)."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="numbers")
    e164 = models.CharField(_("number"), max_length=16)
    range_size = models.PositiveIntegerField(_("numbers in the range"), default=1)
    is_main = models.BooleanField(_("main number"), default=False)
    zone = models.CharField(_("zone"), max_length=4, blank=True)
    use = models.CharField(_("use"), max_length=10, choices=NumberUse, default=NumberUse.FIXED_SITE)
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    forwarded_to = models.CharField(
        _("forwarded to"), max_length=16, blank=True, default="", db_default=""
    )
    emergency_address = models.CharField(_("emergency address"), max_length=250, blank=True)
    status = models.CharField(
        _("status"), max_length=12, choices=NumberStatus, default=NumberStatus.ACTIVE
    )

    class Meta:
        ordering = ("service", "e164")
        verbose_name = _("number")
        verbose_name_plural = _("numbers")
        constraints = (
            models.UniqueConstraint(
                fields=("e164",), condition=~Q(status__in=GONE), name="one_user_per_number"
            ),
            models.CheckConstraint(
                condition=Q(e164__regex=r"^\+[1-9][0-9]{6,14}$"), name="number_is_e164"
            ),
            models.CheckConstraint(condition=Q(range_size__gt=0), name="range_has_numbers"),
            models.CheckConstraint(
                condition=Q(use__in=NumberUse.values), name="number_use_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=NumberStatus.values), name="number_status_is_known"
            ),
        )

    def __str__(self) -> str:
        return self.e164
