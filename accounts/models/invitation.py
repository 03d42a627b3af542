"""Somebody asked to belong to a customer, before they say yes."""

from datetime import date, datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.clock import day_of
from accounts.models.person import Person
from accounts.roles import CustomerRole, Roled, Scope
from accounts.tenancy import CustomerOwned

OPEN_FOR = timedelta(days=30)
"""How many days an invitation can be answered after the last mail about it left."""


def answer_by(sent_at: datetime) -> date:
    """The last day on which an invitation is answered whose last mail left then."""
    return day_of(sent_at) + OPEN_FOR


class Invitation(Roled, CustomerOwned):
    """Somebody asked to belong to a company, until they say yes or no, or it is withdrawn.

    It ends by itself where neither comes; sent again, its days begin anew.

    It tells what was typed, never what is known of the person: who has an account elsewhere is
    for them to tell, by saying yes. It is gone once it is answered; the audit trail remembers.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=150)
    roles = ArrayField(models.CharField(max_length=21, choices=CustomerRole.choices))
    scope = models.CharField(max_length=7, choices=Scope.choices)
    office_ids = ArrayField(models.BigIntegerField(), default=list)
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
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

    @property
    def answer_by(self) -> date:
        """The last day on which it can be answered."""
        return answer_by(self.sent_at)

    def has_ended(self, *, on: date) -> bool:
        """Whether nobody can answer it any more."""
        return on > self.answer_by
