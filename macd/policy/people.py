"""The other direction: which people are an actor to a document, to be told of what happened."""

from datetime import date

from accounts.clock import day_of
from accounts.models import Deputyship, Membership, Person, StaffMembership
from accounts.roles import CustomerRole, Scope, StaffRole
from macd.models import Document
from macd.policy.roles import STARTERS
from macd.vocabulary import Actor


def people_for(actor: Actor, document: Document) -> set[int]:
    """Ids of the people who are ``actor`` to a document, to be told of what happened."""
    finders = {
        Actor.REQUESTER: lambda: {document.requester_id},
        Actor.COMPLETER: lambda: {document.requester_id},
        Actor.SIGNATORY: lambda: _members(document, {CustomerRole.SIGNATORY}),
        Actor.COMPANY_APPROVER: lambda: _members(
            document, {CustomerRole.SIGNATORY, CustomerRole.COMPANY_ADMINISTRATOR}
        ),
        Actor.ACCOUNT_MANAGER: lambda: _managers(document),
        Actor.SECOND_APPROVER: lambda: _second_approvers(document),
        Actor.OPERATIONS: lambda: _staff({StaffRole.OPERATIONS}),
        Actor.FINANCE: lambda: _staff({StaffRole.FINANCE}),
    }
    return finders[actor]() if actor in finders else set()


def _members(document: Document, roles: set[str]) -> set[int]:
    rows = Membership.objects.filter(
        customer_id=document.customer_id,
        revoked_at=None,
        roles__overlap=sorted(roles),
        person__is_active=True,
    )
    return {
        row.person_id
        for row in rows
        if row.scope == Scope.ALL or row.person_id == document.requester_id
    }


def _managers(document: Document) -> set[int]:
    if document.account_manager_id is None:
        return set()
    return carers_of(document.account_manager_id, on=day_of(document.updated_at))


def carers_of(account_manager_id: int, *, on: date) -> set[int]:
    """Ids of who looks after an account manager's customers that day: they and their deputies."""
    deputies = Deputyship.objects.filter(account_manager=account_manager_id, valid__contains=on)
    return {account_manager_id, *deputies.values_list("deputy_id", flat=True)}


def _second_approvers(document: Document) -> set[int]:
    if document.finance_decides:
        return _staff({StaffRole.FINANCE})
    leads = StaffMembership.objects.filter(
        person=document.account_manager_id, team__isnull=False
    ).values_list("team__lead_id", flat=True)
    return set(leads)


def _staff(roles: set[str]) -> set[int]:
    rows = StaffMembership.objects.filter(role__in=roles, person__is_active=True)
    return set(rows.values_list("person_id", flat=True))


def finance_people() -> set[int]:
    """Ids of the people of finance, who are told of everything about leaving."""
    return _staff({StaffRole.FINANCE})


def account_managers() -> set[int]:
    """Ids of the people who may look after a portfolio."""
    return _staff({StaffRole.ACCOUNT_MANAGER})


def starters_of(customer_id: int) -> list[Person]:
    """People of a customer on whose behalf a document may be started."""
    rows = Membership.objects.filter(
        customer_id=customer_id, revoked_at=None, roles__overlap=sorted(STARTERS)
    ).select_related("person")
    return [row.person for row in rows.order_by("person__name")]
