"""What a person is to one document, and what they may do with it."""

from collections.abc import Iterator
from decimal import Decimal

from accounts.roles import CustomerRole, StaffRole
from accounts.standing import MembershipFacts, Standing
from macd.models import Approval, Document, FieldChange
from macd.policy.roles import HIDDEN_FROM_PROVIDER, PROVIDER_ACTORS, STARTERS, managed_by
from macd.vocabulary import Actor, SectionName, Side, Status
from macd.workflow import AGREED, L, T, editable


def actors(standing: Standing, document: Document) -> frozenset[Actor]:
    """What a person is to a document; empty for a stranger. No queries."""
    found = set(_customer_actors(standing, document)) | set(_staff_actors(standing, document))
    return frozenset(found)


def _customer_actors(standing: Standing, document: Document) -> Iterator[Actor]:
    membership = standing.at(document.customer_id)
    if membership is None or not reaches(membership, standing.person_id, document):
        return
    yield Actor.READER
    roles = membership.roles
    own = document.requester_id == standing.person_id
    if (own and STARTERS & roles) or CustomerRole.COMPANY_ADMINISTRATOR in roles:
        yield Actor.REQUESTER
    if own or CustomerRole.PARTNER in roles or STARTERS & roles:
        yield Actor.COMPLETER
    if _agrees(standing, document, roles):
        yield Actor.COMPANY_APPROVER
    # Staff never sign, even who belongs to the company as well (rule 13).
    if not standing.is_staff and (
        signs_alone(membership, document) or _in_whose_place(membership, document)
    ):
        yield Actor.SIGNATORY


def _agrees(standing: Standing, document: Document, roles: frozenset[str]) -> bool:
    """Whom the company's rule names, else its signatories; its administrators always."""
    if CustomerRole.COMPANY_ADMINISTRATOR in roles:
        return True
    if document.company_approver_id is not None:
        return document.company_approver_id == standing.person_id
    return CustomerRole.SIGNATORY in roles


def signs_alone(membership: MembershipFacts, document: Document) -> bool:
    """Whether somebody signs a document in their own right, within their own limit."""
    return membership.signs and within_limit(membership.signs_up_to, document.at_stake)


def _in_whose_place(membership: MembershipFacts, document: Document) -> int | None:
    """The signatory whose place somebody takes, whose limit covers the document."""
    covered = (
        whom.person_id
        for whom in membership.stands_in_for
        if within_limit(whom.signs_up_to, document.at_stake)
    )
    return next(covered, None)


def signs_for(standing: Standing, document: Document) -> int | None:
    """In whose place a person signs; None where they sign for themselves, or not at all."""
    membership = standing.at(document.customer_id)
    if membership is None or signs_alone(membership, document):
        return None
    return _in_whose_place(membership, document)


def reaches(membership: MembershipFacts, person_id: int, document: Document) -> bool:
    """Whether a document lies within a membership's scope (all, named offices, own)."""
    return (
        document.requester_id == person_id
        or membership.reaches(document.office_id)
        or (document.to_office_id is not None and membership.reaches(document.to_office_id))
    )


def within_limit(limit: Decimal | None, at_stake: Decimal | None) -> bool:
    """Whether a signatory's limit, inclusive, covers what a document is worth."""
    return limit is None or (at_stake or Decimal(0)) <= limit


def _staff_actors(standing: Standing, document: Document) -> Iterator[Actor]:
    roles = standing.staff_roles
    if StaffRole.AUDITOR in roles:
        yield Actor.AUDITOR
    mine = managed_by(standing)
    started = document.started_by_id in mine
    if document.account_manager_id in mine and (is_shared(document) or started):
        yield Actor.ACCOUNT_MANAGER
    if _approves_second(roles, document, manages=document.account_manager_id in mine):
        yield Actor.SECOND_APPROVER
    signed = document.signed_at is not None
    if signed and StaffRole.FINANCE in roles:
        yield Actor.FINANCE
    if (signed or document.surveyed) and StaffRole.OPERATIONS in roles:
        yield Actor.OPERATIONS


def _approves_second(roles: frozenset[str], document: Document, *, manages: bool) -> bool:
    """Another who looks after the customer; of what stops services finance (rules 14 and 55)."""
    if document.status != Status.AWAITING_SECOND_APPROVAL:
        return False
    return StaffRole.FINANCE in roles if document.finance_decides else manages


def is_shared(document: Document) -> bool:
    """Whether both sides know of a document: not a draft that one of them keeps to itself."""
    return document.shared or document.status not in HIDDEN_FROM_PROVIDER


def may_see(standing: Standing, document: Document) -> bool:
    """Whether a person may know that a document exists."""
    return bool(actors(standing, document))


def may(standing: Standing | None, row: T | L, document: Document) -> bool:
    """Whether a person may take a step; None is the system itself."""
    if standing is None:
        return Actor.SYSTEM in row.by
    return bool(row.by & actors(standing, document))


def acts_as(standing: Standing | None, row: T | L, document: Document) -> Actor:
    """In which capacity a person takes a step that they may take."""
    if standing is None:
        return Actor.SYSTEM
    held = row.by & actors(standing, document)
    return next(actor for actor in Actor if actor in held)


def may_approve_second(standing: Standing, document: Document) -> bool:
    """A second approver is never the one who approved first, or completed it (rule 14)."""
    approved = Approval.objects.filter(document=document, by=standing.person_id, voided_at=None)
    completed = FieldChange.objects.filter(
        document=document, by=standing.person_id, side=Side.PROVIDER
    )
    return not (approved.exists() or completed.exists())


def side_of(standing: Standing, document: Document) -> Side | None:
    """On which side of the table a person sits; None for who only looks on."""
    held = actors(standing, document)
    if Actor.REQUESTER in held or Actor.COMPLETER in held:
        return Side.CUSTOMER
    return Side.PROVIDER if Actor.ACCOUNT_MANAGER in held else None


def reads_internal(standing: Standing, document: Document) -> bool:
    """Whether a person may read what the provider's people say among themselves (rule 15)."""
    return bool(actors(standing, document) & PROVIDER_ACTORS) and not standing.at(
        document.customer_id
    )


def comments_as(standing: Standing, document: Document) -> Side | None:
    """On which side a person may write a comment; readers and auditors only read."""
    held = actors(standing, document)
    if held & (PROVIDER_ACTORS - {Actor.AUDITOR}):
        return Side.PROVIDER
    writers = {Actor.REQUESTER, Actor.COMPLETER, Actor.SIGNATORY, Actor.COMPANY_APPROVER}
    return Side.CUSTOMER if held & writers else None


def may_add_file(standing: Standing, document: Document) -> bool:
    """Whether a person adds files: who writes comments, until nothing can happen any more."""
    return comments_as(standing, document) is not None and not document.is_final


def is_provider(standing: Standing, document: Document) -> bool:
    """Whether a person speaks for the provider about a document."""
    return side_of(standing, document) == Side.PROVIDER


def may_amend(standing: Standing, document: Document) -> bool:
    """Whether a person may start changing what was signed (rule 19)."""
    return bool(actors(standing, document) & {Actor.REQUESTER, Actor.ACCOUNT_MANAGER})


def may_try_again(standing: Standing, document: Document) -> bool:
    """Whether a person may start anew what was not delivered: its requester, or for them staff."""
    membership = standing.at(document.customer_id)
    starts = membership is not None and bool(STARTERS & membership.roles)
    held = actors(standing, document)
    return Actor.ACCOUNT_MANAGER in held or (starts and Actor.REQUESTER in held)


def may_record_finding(standing: Standing, document: Document) -> bool:
    """Whether a person says what a survey or the carrier found (rule 20)."""
    return bool(actors(standing, document) & {Actor.OPERATIONS, Actor.ACCOUNT_MANAGER})


def may_correct(standing: Standing, document: Document) -> Side | None:
    """On which side a person may correct what is immaterial, once the content is agreed."""
    return side_of(standing, document) if document.status in AGREED else None


def may_edit(standing: Standing, document: Document) -> frozenset[SectionName]:
    """The sections in which a person may write now."""
    side = side_of(standing, document)
    return open_sections(document, side) if side else frozenset()


def open_sections(document: Document, side: Side) -> frozenset[SectionName]:
    """The sections in which a side may write now: all, or those that a return named (§3)."""
    named = {SectionName(s.name) for s in document.sections.all() if s.reopened}
    return editable(Status(document.status), side, named=frozenset(named))
