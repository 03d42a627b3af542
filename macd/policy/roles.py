"""What the roles mean that more than one question asks about."""

from accounts.roles import CustomerRole, StaffRole
from accounts.standing import Standing
from macd.vocabulary import Actor, Status
from macd.workflow import NOT_SENT

STARTERS = frozenset({CustomerRole.REQUESTER, CustomerRole.COMPANY_ADMINISTRATOR})
HIDDEN_FROM_PROVIDER = (*NOT_SENT, Status.EXPIRED)
PROVIDER_ACTORS = frozenset(
    {
        Actor.ACCOUNT_MANAGER,
        Actor.SECOND_APPROVER,
        Actor.OPERATIONS,
        Actor.FINANCE,
        Actor.AUDITOR,
    }
)


def managed_by(standing: Standing) -> frozenset[int]:
    """Account managers whose customers this person looks after today."""
    if StaffRole.LEAD in standing.staff_roles:
        return standing.portfolio | standing.team_member_ids
    return standing.portfolio if StaffRole.ACCOUNT_MANAGER in standing.staff_roles else frozenset()


def deputised(standing: Standing) -> frozenset[int]:
    """Account managers in whose place this person stands today."""
    if StaffRole.ACCOUNT_MANAGER not in standing.staff_roles:
        return frozenset()
    return standing.portfolio - {standing.person_id}
