"""A visit to an office in a half-day slot, and the technicians whose slot it takes."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.tenancy import CustomerOwned
from macd.fieldwork import DelayCode, Half, VisitOutcome, VisitPurpose
from macd.models.document import Document
from macd.models.line import Line


class Appointment(CustomerOwned):
    """A visit: for one item, or for all of the document's items at the office.

    ``team`` and ``technicians`` are who goes there; ``note`` is for them alone. ``sequence``
    counts the times it was moved, as calendars ask (RFC 5545).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="appointments")
    line = models.ForeignKey(
        Line, null=True, blank=True, on_delete=models.PROTECT, related_name="appointments"
    )
    office = models.ForeignKey("offices.Office", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=8, choices=VisitPurpose, default=VisitPurpose.INSTALL)
    day = models.DateField()
    half = models.CharField(max_length=9, choices=Half)
    team = models.ForeignKey(
        "accounts.Team", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.TextField(blank=True)
    sequence = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=6, choices=VisitOutcome, blank=True)
    delay_code = models.CharField(max_length=24, choices=DelayCode, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["day", "-half", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=VisitPurpose.values), name="visit_purpose_is_known"
            ),
            models.CheckConstraint(condition=Q(half__in=Half.values), name="visit_half_is_known"),
            models.CheckConstraint(
                condition=Q(outcome="", closed_at__isnull=True)
                | ~Q(outcome="") & Q(closed_at__isnull=False, cancelled_at__isnull=True),
                name="closed_visit_has_its_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["day", "id"], condition=Q(cancelled_at=None), name="visit_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.half}"

    def get_absolute_url(self) -> str:
        """Where who goes there reads what they need."""
        return reverse("visit", args=[self.public_id])

    @property
    def is_open(self) -> bool:
        """Whether it is still to come: not cancelled, without an outcome."""
        return self.cancelled_at is None and not self.outcome


class AppointmentTechnician(CustomerOwned):
    """One technician's half-day, taken by one visit: nobody is at two places at once."""

    appointment = models.ForeignKey(
        Appointment, on_delete=models.CASCADE, related_name="technicians"
    )
    technician = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    day = models.DateField()
    half = models.CharField(max_length=9, choices=Half)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["technician", "day", "half"], name="one_visit_per_technician_and_slot"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.technician_id} {self.day} {self.half}"
