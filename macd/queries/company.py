"""A company's own order as its pages and rules read it."""

from django.db.models import QuerySet

from accounts.models import Membership
from accounts.standing import Standing
from macd.models import CompanyRule


def company_rule_of(customer_id: int) -> CompanyRule | None:
    """The rule that holds now, with the colleague whom it names."""
    return (
        CompanyRule.objects.filter(customer=customer_id, ended_at=None)
        .select_related("approver__person")
        .first()
    )


def colleagues_of(standing: Standing, customer_id: int) -> QuerySet[Membership]:
    """Who belongs to a company of one's own, by name; nobody of others."""
    own = standing.customer_ids & {customer_id}
    return (
        Membership.objects.filter(customer__in=own, revoked_at=None)
        .select_related("person", "customer")
        .prefetch_related("offices_in_scope__office")
        .order_by("person__name", "pk")
    )
