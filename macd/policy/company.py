"""Who keeps a company's own order, and what its administrators may give to colleagues."""

from collections.abc import Collection

from accounts.models import Membership, StaffMembership
from accounts.roles import CustomerRole, Scope
from accounts.standing import Standing

SCOPES = tuple(Scope.values)
# Who signs, and up to what, is agreed with the provider.
AGREED_ELSEWHERE = frozenset({CustomerRole.SIGNATORY.value})


def keeps_company(standing: Standing, customer_id: int) -> bool:
    """Whether a person invites colleagues of a company and sets its rule."""
    membership = standing.at(customer_id)
    return membership is not None and CustomerRole.COMPANY_ADMINISTRATOR in membership.roles


def administers(roles: Collection[str]) -> bool:
    """Whether these roles keep a company's order."""
    return CustomerRole.COMPANY_ADMINISTRATOR in roles


def agrees_alone(standing: Standing, customer_id: int, approver_id: int | None) -> bool:
    """Whether who asks for something may agree to it as the company's rule says."""
    membership = standing.at(customer_id)
    if membership is None:
        return False
    if CustomerRole.COMPANY_ADMINISTRATOR in membership.roles:
        return True
    if approver_id is not None:
        return approver_id == standing.person_id
    return CustomerRole.SIGNATORY in membership.roles


def roles_given_by_companies() -> frozenset[str]:
    """What a company administrator gives to colleagues."""
    return frozenset(CustomerRole.values) - AGREED_ELSEWHERE


def roles_agreed_elsewhere(membership: Membership) -> frozenset[str]:
    """What a colleague keeps whatever a company administrator chooses."""
    return AGREED_ELSEWHERE & frozenset(membership.roles)


def kept_role_names(membership: Membership) -> list[str]:
    """The same as people read it, in the order of the roles."""
    kept = roles_agreed_elsewhere(membership)
    return [str(label) for code, label in CustomerRole.choices if code in kept]


def role_choices() -> list[tuple[str, str]]:
    """The roles that companies give, as a form shows them."""
    return [
        (code, str(label)) for code, label in CustomerRole.choices if code not in AGREED_ELSEWHERE
    ]


def scope_choices() -> list[tuple[str, str]]:
    """What a colleague may see, as a form shows it."""
    return [(code, str(label)) for code, label in Scope.choices]


def needs_offices(scope: str) -> bool:
    """Whether a scope names offices."""
    return scope == Scope.OFFICES


def is_staff_person(person_id: int) -> bool:
    """Whether somebody is of the provider's staff."""
    return StaffMembership.objects.filter(person=person_id).exists()
