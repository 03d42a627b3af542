"""Who does what without a document: users, SIMs, and sending the SIMs (rules 61, 62)."""

from django.db.models import Q

from accounts.roles import CustomerRole, Scope
from accounts.standing import Standing
from macd.policy.lists import visible_customers
from macd.policy.roles import managed_by


def customers_of_users(standing: Standing) -> frozenset[int]:
    """Companies whose users of unified communications a person manages."""
    return _with(standing, CustomerRole.UC_ADMINISTRATOR)


def customers_of_sims(standing: Standing) -> frozenset[int]:
    """Companies whose SIMs a person manages."""
    return _with(standing, CustomerRole.FLEET_ADMINISTRATOR)


def helps_itself(standing: Standing) -> bool:
    """Whether there is anything that a person does without a document."""
    return bool(customers_of_users(standing) | customers_of_sims(standing))


def _with(standing: Standing, role: CustomerRole) -> frozenset[int]:
    """Users and SIMs are tied to no office, so a membership must reach the whole company."""
    return frozenset(
        each.customer_id
        for each in standing.memberships
        if role in each.roles and each.reaches(None)
    )


def visible_self_service(standing: Standing) -> Q:
    """Which self-service actions a person may see: those of whole companies that they see."""
    if standing.is_staff:
        everyone = visible_customers(standing)
        return Q() if everyone == Q() else Q(customer__account_manager__in=managed_by(standing))
    whole = [each.customer_id for each in standing.memberships if each.scope == Scope.ALL]
    return Q(customer__in=whole)
