"""Which rows a person may see at all: every read begins here."""

from django.db.models import Q

from accounts.roles import CustomerRole, Scope, StaffRole
from accounts.standing import MembershipFacts, Standing
from macd.policy.roles import HIDDEN_FROM_PROVIDER, managed_by
from macd.vocabulary import Status


def visible(standing: Standing) -> Q:
    """Which documents a person may see (decisions.md 18 and 34)."""
    allowed = Q(pk__in=[])
    for membership in standing.memberships:
        allowed |= _visible_at(membership, standing.person_id)
    roles = standing.staff_roles
    if StaffRole.AUDITOR in roles:
        return Q()
    shared = ~Q(status__in=HIDDEN_FROM_PROVIDER) | Q(shared=True)
    if StaffRole.ACCOUNT_MANAGER in roles or StaffRole.LEAD in roles:
        mine = Q(account_manager__in=managed_by(standing))
        allowed |= mine & (shared | Q(started_by__in=managed_by(standing)))
    if StaffRole.OPERATIONS in roles or StaffRole.FINANCE in roles:
        allowed |= Q(signed_at__isnull=False)
    if StaffRole.OPERATIONS in roles:
        allowed |= Q(surveyed=True)
    if StaffRole.FINANCE in roles:
        allowed |= Q(status=Status.AWAITING_SECOND_APPROVAL, finance_decides=True)
    return allowed


def _visible_at(membership: MembershipFacts, person_id: int) -> Q:
    whole = Q(customer=membership.customer_id)
    own = whole & Q(requester=person_id)
    if membership.scope == Scope.ALL:
        return whole
    if membership.scope == Scope.OFFICES:
        offices = membership.office_ids
        return own | whole & (Q(office__in=offices) | Q(to_office__in=offices))
    return own


def reported(standing: Standing) -> Q:
    """Of which documents a person reads reports: all, or those their team looks after."""
    if StaffRole.AUDITOR in standing.staff_roles:
        return Q()
    return Q(account_manager__in=managed_by(standing))


def hidden_from_provider() -> Q:
    """Documents that the customer keeps to itself until it sends or shares them."""
    return Q(status__in=HIDDEN_FROM_PROVIDER, shared=False)


def visible_customers(standing: Standing) -> Q:
    """Which customers a person may see, with their offices and services."""
    roles = standing.staff_roles
    everyone = {
        StaffRole.AUDITOR,
        StaffRole.FINANCE,
        StaffRole.OPERATIONS,
        StaffRole.ADMINISTRATOR,
    }
    if everyone & roles:
        return Q()
    allowed = Q(pk__in=standing.customer_ids)
    managed = managed_by(standing)
    return allowed | Q(account_manager__in=managed) if managed else allowed


def visible_cases(standing: Standing) -> Q:
    """Which cancellation cases a person may see: finance and auditor all, account managers those
    of their portfolio, a company's own people theirs (its IT firm and narrower scopes do not)."""
    if {StaffRole.FINANCE, StaffRole.AUDITOR} & standing.staff_roles:
        return Q()
    allowed = Q(pk__in=[])
    for membership in standing.memberships:
        if follows_own_notice(standing, membership.customer_id):
            allowed |= Q(customer=membership.customer_id)
    managed = managed_by(standing)
    return allowed | Q(customer__account_manager__in=managed) if managed else allowed


def follows_own_notice(standing: Standing, customer_id: int) -> bool:
    """Whether a person of a company may know of its notices: neither its IT firm, nor who sees
    a part of it only."""
    membership = standing.at(customer_id)
    return (
        membership is not None
        and membership.scope == Scope.ALL
        and bool(membership.roles - {CustomerRole.PARTNER})
    )


def visible_offices(standing: Standing) -> Q:
    """Which offices a person may see: the whole company's, or those that a membership names."""
    if standing.is_staff:
        managed = managed_by(standing)
        everywhere = visible_customers(standing) == Q()
        return Q() if everywhere else Q(customer__account_manager__in=managed)
    allowed = Q(pk__in=[])
    for membership in standing.memberships:
        whole = Q(customer=membership.customer_id)
        if membership.scope == Scope.ALL:
            allowed |= whole
        elif membership.scope == Scope.OFFICES:
            allowed |= whole & Q(pk__in=membership.office_ids)
    return allowed
