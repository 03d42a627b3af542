"""A company's own order as its pages and rules read it."""

from datetime import date
from decimal import Decimal

from django.db.models import F, QuerySet, Sum

from accounts.models import Invitation, Membership
from accounts.models.invitation import OPEN_FOR
from accounts.standing import Standing
from macd.models import CompanyRule
from services.models import SelfServiceAction
from services.models.selfservice import ActionStatus


def company_rule_of(customer_id: int) -> CompanyRule | None:
    """The rule that holds now, with the colleague whom it names."""
    return (
        CompanyRule.objects.filter(customer=customer_id, ended_at=None)
        .select_related("approver__person")
        .first()
    )


def ordered_alone(customer_id: int, *, person_id: int, on: date) -> Decimal:
    """What one person made dearer by helping themselves on a day, a month excl. VAT."""
    dearer = SelfServiceAction.objects.filter(
        customer=customer_id,
        person=person_id,
        requested_at__date=on,
        monthly_after__gt=F("monthly_before"),
    ).exclude(status=ActionStatus.FAILED)
    found = dearer.aggregate(total=Sum(F("monthly_after") - F("monthly_before")))
    return found["total"] or Decimal(0)


def colleagues_of(standing: Standing, customer_id: int) -> QuerySet[Membership]:
    """Who belongs to a company of one's own, by name; nobody of others."""
    own = standing.customer_ids & {customer_id}
    return (
        Membership.objects.filter(customer__in=own, revoked_at=None)
        .select_related("person", "customer")
        .prefetch_related("offices_in_scope__office")
        .order_by("person__name", "pk")
    )


def invitations_by(standing: Standing, customer_id: int) -> QuerySet[Invitation]:
    """Whom a company of one's own asks to belong to it, by name; nobody of others."""
    own = standing.customer_ids & {customer_id}
    return (
        Invitation.objects.filter(customer__in=own)
        .select_related("customer")
        .order_by("name", "pk")
    )


def invitations_of_person(person_id: int, *, on: date) -> QuerySet[Invitation]:
    """What a person can answer that day, the latest first, with who asks."""
    return (
        Invitation.objects.filter(person=person_id, sent_at__date__gte=on - OPEN_FOR)
        .select_related("invited_by")
        .order_by("-invited_at", "-pk")
    )
