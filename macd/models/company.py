"""What a company agrees with itself: its rule, and whom it invites."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Membership
from accounts.roles import CustomerRole, Scope
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


class Invitation(CustomerOwned):
    """Somebody asked to belong to a company, until they say yes or no, or it is withdrawn.

    It tells what was typed, never what is known of the person: who has an account elsewhere is
    for them to tell, by saying yes. It is gone once it is answered; the audit trail remembers.
    """

    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="+")
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=150)
    roles = ArrayField(models.CharField(max_length=21, choices=CustomerRole.choices))
    scope = models.CharField(max_length=7, choices=Scope.choices)
    office_ids = ArrayField(models.BigIntegerField(), default=list)
    invited_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "email"], name="one_invitation_per_customer_and_address"
            ),
            models.CheckConstraint(
                condition=Q(roles__contained_by=CustomerRole.values) & Q(roles__len__gte=1),
                name="invitation_roles_known",
            ),
            models.CheckConstraint(
                condition=Q(scope__in=Scope.values), name="invitation_scope_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.email}"

    def get_absolute_url(self) -> str:
        """Where its person answers it."""
        return reverse("invitations")

    @property
    def role_names(self) -> list[str]:
        """The roles as people read them."""
        return [str(CustomerRole(role).label) for role in self.roles]
