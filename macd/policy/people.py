"""The other direction: which people are an actor to a document, to be told of what happened."""

from datetime import date

from django.db.models import Q, QuerySet

from accounts.clock import day_of
from accounts.models import Deputyship, Membership, Person, SigningSubstitute, StaffMembership
from accounts.roles import CustomerRole, Scope, StaffRole
from accounts.standing import signing_then
from macd.models import Document
from macd.policy.document import within_limit
from macd.policy.roles import STARTERS
from macd.vocabulary import Actor


def people_for(actor: Actor, document: Document) -> set[int]:
    """Ids of the people who are ``actor`` to a document, to be told of what happened."""
    finders = {
        Actor.REQUESTER: lambda: _requester(document),
        Actor.COMPLETER: lambda: _requester(document),
        Actor.SIGNATORY: lambda: _signatories(document),
        Actor.COMPANY_APPROVER: lambda: _company_approvers(document),
        Actor.ACCOUNT_MANAGER: lambda: _managers(document),
        Actor.SECOND_APPROVER: lambda: _second_approvers(document),
        # Before it is signed, operations know of no document but those they survey.
        Actor.OPERATIONS: lambda: _staff({StaffRole.OPERATIONS} if _delivers(document) else set()),
        Actor.FINANCE: lambda: _staff({StaffRole.FINANCE}),
    }
    return finders[actor]() if actor in finders else set()


def _delivers(document: Document) -> bool:
    return document.signed_at is not None or document.surveyed


def _requester(document: Document) -> set[int]:
    """Who asked for it, while they belong to the company."""
    rows = Membership.objects.filter(
        customer_id=document.customer_id, person=document.requester_id, revoked_at=None
    )
    return set(rows.values_list("person_id", flat=True))


def _members(document: Document, roles: set[str]) -> QuerySet[Membership]:
    """People with one of the roles, whose membership reaches the document."""
    offices = [pk for pk in (document.office_id, document.to_office_id) if pk]
    named = Q(scope=Scope.OFFICES, offices_in_scope__office__in=offices)
    return Membership.objects.filter(
        Q(scope=Scope.ALL) | Q(person=document.requester_id) | named,
        customer_id=document.customer_id,
        revoked_at=None,
        roles__overlap=sorted(roles),
        person__is_active=True,
    ).distinct()


def _signatories(document: Document) -> set[int]:
    """Who may sign it that day, and who stands in for them: within dates and limit (rule 13)."""
    on = day_of(document.updated_at)
    rows = _members(document, {CustomerRole.SIGNATORY}).filter(signing_then("", on))
    signing = [row for row in rows if within_limit(row.signs_up_to, document.at_stake)]
    standing_in = SigningSubstitute.objects.filter(
        membership__in=signing, valid__contains=on, ended_at=None, substitute__revoked_at=None
    )
    people = {row.person_id for row in signing}
    return people | set(standing_in.values_list("substitute__person_id", flat=True))


def _company_approvers(document: Document) -> set[int]:
    if document.company_approver_id is not None:
        return {document.company_approver_id}
    rows = _members(document, {CustomerRole.SIGNATORY, CustomerRole.COMPANY_ADMINISTRATOR})
    return {row.person_id for row in rows}


def _managers(document: Document) -> set[int]:
    if document.account_manager_id is None:
        return set()
    return carers_of(document.account_manager_id, on=day_of(document.updated_at))


def carers_of(account_manager_id: int, *, on: date) -> set[int]:
    """Ids of who looks after an account manager's customers that day: they and their deputies."""
    deputies = Deputyship.objects.filter(account_manager=account_manager_id, valid__contains=on)
    people = {account_manager_id, *deputies.values_list("deputy_id", flat=True)}
    return set(Person.objects.filter(pk__in=people, is_active=True).values_list("pk", flat=True))


def _second_approvers(document: Document) -> set[int]:
    if document.finance_decides:
        return _staff({StaffRole.FINANCE})
    return leads_of(document.account_manager_id)


def leads_of(account_manager_id: int | None) -> set[int]:
    """Ids of who leads the teams of an account manager."""
    teams = StaffMembership.objects.filter(person=account_manager_id, team__isnull=False)
    return set(teams.values_list("team__lead_id", flat=True))


def _staff(roles: set[str]) -> set[int]:
    rows = StaffMembership.objects.filter(role__in=roles, person__is_active=True)
    return set(rows.values_list("person_id", flat=True))


def finance_people() -> set[int]:
    """Ids of the people of finance, who are told of everything about leaving."""
    return _staff({StaffRole.FINANCE})


def notice_givers_of(customer_id: int) -> set[int]:
    """Ids of the company's people who give notice, and are told what becomes of it (rule 56)."""
    givers = [CustomerRole.SIGNATORY, CustomerRole.COMPANY_ADMINISTRATOR]
    rows = Membership.objects.filter(
        customer_id=customer_id, revoked_at=None, roles__overlap=givers, person__is_active=True
    )
    return set(rows.values_list("person_id", flat=True))


def who_may_give_notice(customer_id: int, *, on: date) -> list[Person]:
    """The company's people who may give notice on a day, by name (rule 56)."""
    administers = Q(
        roles__contains=[CustomerRole.COMPANY_ADMINISTRATOR],
        revoked_at=None,
        person__is_active=True,
    )
    rows = Membership.objects.filter(signing_then("", on) | administers, customer_id=customer_id)
    return [row.person for row in rows.select_related("person").order_by("person__name", "pk")]


def account_managers() -> set[int]:
    """Ids of the people who may look after a portfolio."""
    return _staff({StaffRole.ACCOUNT_MANAGER})


def starters_of(customer_id: int) -> list[Person]:
    """People of a customer on whose behalf a document may be started."""
    rows = Membership.objects.filter(
        customer_id=customer_id, revoked_at=None, roles__overlap=sorted(STARTERS)
    ).select_related("person")
    return [row.person for row in rows.order_by("person__name")]
