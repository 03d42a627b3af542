"""What a company agrees with itself: what a colleague looks at before it leaves the house."""

from django.db import models
from django.db.models import Q

from accounts.models import Membership
from accounts.tenancy import CustomerOwned


class CompanyRule(CustomerOwned):
    """Above an increase a month, a request stays inside the company until a colleague agrees.

    Without ``approver`` any signatory or company administrator may agree. A rule that is changed
    ends, and another begins; one holds at a time.
    """

    over = models.DecimalField(max_digits=14, decimal_places=2)
    approver = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    set_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(over__gte=0), name="company_rule_over"),
            models.UniqueConstraint(
                fields=["customer"], condition=Q(ended_at=None), name="one_company_rule"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id}: over {self.over}"
