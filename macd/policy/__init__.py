"""Who is what to one document, what they may see and do; nobody else knows what a role means."""

from macd.policy.desks import (
    is_account_manager,
    is_administrator,
    is_auditor,
    is_finance,
    is_operations,
    may_give_notice,
    may_start,
    may_start_for_customers,
    sees_offices,
)
from macd.policy.document import (
    actors,
    acts_as,
    comments_as,
    is_shared,
    may,
    may_approve_second,
    may_edit,
    may_see,
    reaches,
    reads_internal,
    side_of,
    within_limit,
)
from macd.policy.lists import (
    hidden_from_provider,
    visible,
    visible_cases,
    visible_customers,
    visible_offices,
)
from macd.policy.people import (
    account_managers,
    carers_of,
    finance_people,
    people_for,
    starters_of,
)
from macd.policy.roles import (
    managed_by,
)
from macd.policy.selfservice import (
    customers_of_sims,
    customers_of_users,
    helps_itself,
    visible_self_service,
)

__all__ = [
    "account_managers",
    "actors",
    "acts_as",
    "carers_of",
    "comments_as",
    "customers_of_sims",
    "customers_of_users",
    "finance_people",
    "helps_itself",
    "hidden_from_provider",
    "is_account_manager",
    "is_administrator",
    "is_auditor",
    "is_finance",
    "is_operations",
    "is_shared",
    "managed_by",
    "may",
    "may_approve_second",
    "may_edit",
    "may_give_notice",
    "may_see",
    "may_start",
    "may_start_for_customers",
    "people_for",
    "reaches",
    "reads_internal",
    "sees_offices",
    "side_of",
    "starters_of",
    "visible",
    "visible_cases",
    "visible_customers",
    "visible_offices",
    "visible_self_service",
    "within_limit",
]
