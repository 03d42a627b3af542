"""How far the numbers of one item are on their way from another operator."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.tenancy import CustomerOwned
from macd.models.line import Line
from macd.porting import PortRefusal, PortState


class NumberPort(CustomerOwned):
    """The way of an item's numbers (rule 41); which ones, and from whom, stands on the line."""

    line = models.OneToOneField(Line, on_delete=models.PROTECT, related_name="port")
    state = models.CharField(max_length=10, choices=PortState.choices, default=PortState.ASKED)
    refusal = models.CharField(max_length=20, choices=PortRefusal.choices, blank=True)
    note = models.TextField(blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    ported_on = models.DateField(null=True, blank=True)
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=PortState.values), name="port_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=PortState.REFUSED, refusal__in=PortRefusal.values)
                | (~Q(state=PortState.REFUSED) & Q(refusal="")),
                name="refused_port_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[PortState.CONFIRMED, PortState.PORTED])
                | Q(confirmed_on__isnull=False),
                name="confirmed_port_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(state=PortState.PORTED, ported_on__isnull=False)
                | (~Q(state=PortState.PORTED) & Q(ported_on=None)),
                name="ported_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.state}"

    @property
    def is_done(self) -> bool:
        """Whether the numbers are ours."""
        return self.state == PortState.PORTED
