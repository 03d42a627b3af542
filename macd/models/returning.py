"""Rented devices that go back to the provider after a stop, and whether they are back."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.tenancy import CustomerOwned
from macd.models.line import Line


class HardwareReturn(CustomerOwned):
    """One device of a service that stopped (rule 53): until when it comes back, when it did."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="returning")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    serial = models.CharField(max_length=60, blank=True)
    due_on = models.DateField()
    received_on = models.DateField(null=True, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["due_on", "line", "position"]
        constraints = [
            models.UniqueConstraint(fields=["line", "position"], name="returned_device_once"),
            models.CheckConstraint(
                condition=Q(received_on=None, received_by=None)
                | Q(received_on__isnull=False, received_by__isnull=False),
                name="received_device_says_by_whom",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"],
                condition=Q(received_on=None),
                name="devices_still_out",
            ),
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (self.name, self.serial) if part)
