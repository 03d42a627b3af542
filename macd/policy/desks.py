"""Which desks a person has, whatever the document."""

from accounts.roles import CustomerRole, StaffRole
from accounts.standing import Standing
from macd.policy.roles import STARTERS, managed_by


def may_start(standing: Standing, customer_id: int) -> bool:
    """Whether a person may start a document for a customer, as its own or as staff."""
    membership = standing.at(customer_id)
    return membership is not None and bool(STARTERS & membership.roles)


def may_start_for_customers(standing: Standing) -> bool:
    """Whether a person starts documents on behalf of customers."""
    return bool(managed_by(standing)) and standing.is_staff


def may_give_notice(standing: Standing, customer_id: int) -> bool:
    """Notice is given by a signatory or a company administrator (rule 56)."""
    membership = standing.at(customer_id)
    return membership is not None and (
        membership.signs or CustomerRole.COMPANY_ADMINISTRATOR in membership.roles
    )


def manages(standing: Standing, account_manager_id: int | None) -> bool:
    """Whether a person looks after the customers of an account manager today."""
    return account_manager_id in managed_by(standing)


def may_name_substitute(standing: Standing) -> bool:
    """Whether a person signs anywhere in their own right, and so may let somebody stand in."""
    return not standing.is_staff and any(each.signs for each in standing.memberships)


def is_account_manager(standing: Standing) -> bool:
    """Whether the inbox is this person's desk."""
    return bool({StaffRole.ACCOUNT_MANAGER, StaffRole.LEAD} & standing.staff_roles)


def reads_words(standing: Standing) -> bool:
    """Whether ready words for customers are shown: to who writes them, and to who reads all."""
    return is_account_manager(standing) or is_auditor(standing)


def may_hand_over(standing: Standing) -> bool:
    """Whether a person gives customers another account manager: their team's lead."""
    return StaffRole.LEAD in standing.staff_roles


def is_operations(standing: Standing) -> bool:
    """Whether the work list is this person's desk."""
    return StaffRole.OPERATIONS in standing.staff_roles


def keeps_inventory(standing: Standing) -> bool:
    """Whether this person imports and indexes what is recorded."""
    return bool({StaffRole.OPERATIONS, StaffRole.ADMINISTRATOR} & standing.staff_roles)


def reads_reports(standing: Standing) -> bool:
    """Whether this person looks back on requests: a team's lead, and who reads all."""
    return bool({StaffRole.LEAD, StaffRole.AUDITOR} & standing.staff_roles)


def reads_imports(standing: Standing) -> bool:
    """Whether imports and indexations are shown: to who makes them, and to who reads all."""
    return keeps_inventory(standing) or is_auditor(standing)


def reads_work(standing: Standing) -> bool:
    """Whether what operations does is shown: work list, visits, absences, corrections, SIMs."""
    return bool({StaffRole.OPERATIONS, StaffRole.AUDITOR} & standing.staff_roles)


def is_finance(standing: Standing) -> bool:
    """Whether the cancellation cases are this person's desk."""
    return StaffRole.FINANCE in standing.staff_roles


def follows_leaving(standing: Standing) -> bool:
    """Whether the cases of who leaves are of use to this person: staff who act in them."""
    return bool(
        {StaffRole.FINANCE, StaffRole.AUDITOR, StaffRole.ACCOUNT_MANAGER, StaffRole.LEAD}
        & standing.staff_roles
    )


def is_auditor(standing: Standing) -> bool:
    """Whether this person reads all and changes nothing."""
    return StaffRole.AUDITOR in standing.staff_roles


def reads_administration(standing: Standing) -> bool:
    """Whether the administration, messages and webhooks are shown: to keep them, or to read all."""
    return is_administrator(standing) or is_auditor(standing)


def is_administrator(standing: Standing) -> bool:
    """Whether this person keeps catalogue, parameters and people."""
    return StaffRole.ADMINISTRATOR in standing.staff_roles


def has_requests(standing: Standing) -> bool:
    """Whether there may be requests for this person to see: an administrator sees none."""
    return _has_customers(standing)


def sees_offices(standing: Standing) -> bool:
    """Whether the list of offices and services is of use to this person."""
    return _has_customers(standing)


def _has_customers(standing: Standing) -> bool:
    """Whether this person is of a customer, or works for customers."""
    return bool(standing.memberships) or bool(standing.staff_roles - {StaffRole.ADMINISTRATOR})
