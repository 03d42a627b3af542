"""A company's own order: its rule, its colleagues, what they see and do."""

from collections.abc import Callable, Collection
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.mail import AccountMail, owe_mail
from accounts.models import Customer, Membership, Person
from accounts.standing import Standing
from audit import trail
from macd import policy, queries
from macd.kinds import Problem
from macd.models import CompanyRule, Document
from macd.refusals import NotPermitted, Unsound
from offices.models import MembershipOffice, Office
from services.models import SelfServiceAction
from services.queries import lock_customer
from services.selfservice import SelfServiceRefused

MOST = Decimal(1_000_000)


def _refused(path: str, message: str) -> Unsound:
    return Unsound(message, problems=[Problem(path, message)])


def _keeper(by: Standing, customer: Customer) -> None:
    if not policy.keeps_company(by, customer.pk):
        raise NotPermitted(_("Only a company administrator changes this."))


def _record(what: str, customer: Customer, *, by: Standing, at: datetime, **facts: object) -> None:
    trail.record(
        event=f"company.{what}",
        at=at,
        person_id=by.person_id,
        customer_id=customer.pk,
        reference=f"customer/{customer.pk}",
        facts=facts,
    )


@transaction.atomic
def set_company_rule(
    *,
    customer: Customer,
    over: Decimal | None,
    approver_id: int | None,
    by: Standing,
    at: datetime,
) -> CompanyRule | None:
    """Let requests above an increase a month wait for a colleague; None ends the rule.

    ``approver_id`` is a membership of the company, or None for any signatory or administrator.
    What waits already goes on waiting for whom it was asked. Raises Unsound.
    """
    _keeper(by, customer)
    Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    CompanyRule.objects.filter(customer=customer, ended_at=None).update(ended_at=at)
    if over is None:
        _record("rule_ended", customer, by=by, at=at)
        return None
    if not 0 <= over <= MOST:
        raise _refused("over", _("Give an amount of at most 1,000,000."))
    known = Membership.objects.filter(customer=customer, revoked_at=None, person__is_active=True)
    if approver_id is not None and not known.filter(pk=approver_id).exists():
        raise _refused("approver", _("Choose a colleague of this company."))
    rule = CompanyRule.objects.create(
        customer=customer, over=over, approver_id=approver_id, set_by_id=by.person_id, set_at=at
    )
    _record("rule_set", customer, by=by, at=at, rule=rule.pk, approver=approver_id)
    return rule


def rule_for(document: Document, *, by: Standing | None) -> CompanyRule | None:
    """The rule that keeps a document inside the company, unless who sends it may agree to it."""
    if document.root_id is not None or not document.may_have("rule"):
        return None
    rule = queries.company_rule_of(document.customer_id)
    worth = document.monthly_difference or Decimal(0)
    if rule is None or worth <= rule.over:
        return None
    if by is not None and policy.agrees_alone(by, document.customer_id, _approver(rule)):
        return None
    return rule


def _approver(rule: CompanyRule) -> int | None:
    return rule.approver.person_id if rule.approver else None


@transaction.atomic
def order_within_rule(
    order: Callable[[], SelfServiceAction], *, customer_id: int, by: Standing, at: datetime
) -> SelfServiceAction:
    """Let somebody help themselves as far as the company's rule lets them alone (rule 63).

    What the same person ordered that day counts with it, or small orders would add up to what the
    rule holds. Raises SelfServiceRefused, and what ``order`` raises.
    """
    rule = queries.company_rule_of(customer_id)
    if rule is None or policy.agrees_alone(by, customer_id, _approver(rule)):
        return order()
    # One after the other, so that two orders at once see each other.
    lock_customer(customer_id)
    action = order()
    if action.monthly_after <= action.monthly_before:
        return action
    if queries.ordered_alone(customer_id, person_id=by.person_id, on=day_of(at)) > rule.over:
        raise SelfServiceRefused(
            _(
                "Your company wants a colleague to agree before it pays this much more a month."
                " Ask for it with a new request, “We need something extra”: your colleague sees it"
                " first."
            )
        )
    return action


def ask_colleague_of(document: Document) -> int | None:
    """Whom the company's rule names for a document; None for anybody who may agree."""
    rule = rule_for(document, by=None)
    return _approver(rule) if rule else None


@transaction.atomic
def invite_colleague(
    *,
    customer: Customer,
    email: str,
    name: str,
    language: str,
    roles: Collection[str],
    scope: str,
    offices: Collection[Office] = (),
    by: Standing,
    at: datetime,
) -> Membership:
    """Let somebody belong to the company, and send them a link with which they come in once.

    Who signs is agreed with the provider, never given here. Raises Unsound.
    """
    _keeper(by, customer)
    _fitting(roles, scope, offices, customer)
    person = Person.objects.filter(email=email.lower()).first()
    if person is not None and _belongs(person, customer):
        raise _refused("email", _("This person belongs to your company already."))
    if person is not None and (not person.is_active or policy.is_staff_person(person.pk)):
        raise _refused("email", _("This address cannot be invited. Ask your account manager."))
    if person is None:
        person = Person.objects.create_user(email, name=name, language=language)
    membership = Membership.objects.create(
        customer=customer, person=person, roles=sorted(roles), scope=scope
    )
    _limit(membership, offices)
    owe_mail(
        AccountMail.INVITATION,
        person_id=person.pk,
        at=at,
        customer=customer.pk,
        inviter=by.person_id,
    )
    _record("invited", customer, by=by, at=at, person=person.pk, roles=sorted(roles), scope=scope)
    return membership


@transaction.atomic
def change_colleague(
    *,
    membership: Membership,
    roles: Collection[str],
    scope: str,
    offices: Collection[Office] = (),
    by: Standing,
    at: datetime,
) -> None:
    """Change what a colleague sees and does; who signs keeps that, as agreed with the provider.

    Nobody takes the administration from themselves. Raises Unsound.
    """
    _keeper(by, membership.customer)
    elsewhere = policy.roles_agreed_elsewhere(membership)
    _fitting(roles, scope, offices, membership.customer, elsewhere=elsewhere)
    own = membership.person_id == by.person_id
    kept = sorted({*roles, *elsewhere})
    if own and not policy.administers(kept):
        raise _refused("roles", _("Ask another administrator to take this from you."))
    membership.roles, membership.scope = kept, scope
    membership.save(update_fields=["roles", "scope"])
    _limit(membership, offices)
    _record(
        "changed", membership.customer, by=by, at=at, person=membership.person_id, roles=kept,
        scope=scope,
    )  # fmt: skip


@transaction.atomic
def end_colleague(*, membership: Membership, by: Standing, at: datetime) -> None:
    """Let somebody no longer belong to the company, from the next page on. Raises Unsound."""
    _keeper(by, membership.customer)
    if membership.person_id == by.person_id:
        raise _refused("roles", _("Ask another administrator to take this from you."))
    membership.revoked_at = at
    membership.save(update_fields=["revoked_at"])
    _record("ended", membership.customer, by=by, at=at, person=membership.person_id)


def _belongs(person: Person, customer: Customer) -> bool:
    return Membership.objects.filter(person=person, customer=customer, revoked_at=None).exists()


def _fitting(
    roles: Collection[str],
    scope: str,
    offices: Collection[Office],
    customer: Customer,
    *,
    elsewhere: Collection[str] = (),
) -> None:
    if not (roles or elsewhere) or set(roles) - policy.roles_given_by_companies():
        raise _refused("roles", _("Choose what this person may do."))
    if scope not in policy.SCOPES:
        raise _refused("scope", _("Choose what this person sees."))
    if any(office.customer_id != customer.pk for office in offices):
        raise _refused("offices", _("Choose offices of your own company."))
    if policy.needs_offices(scope) and not offices:
        raise _refused("offices", _("Choose at least one office."))


def _limit(membership: Membership, offices: Collection[Office]) -> None:
    """Write which offices a membership names, where it names any."""
    MembershipOffice.objects.filter(membership=membership).delete()
    if policy.needs_offices(membership.scope):
        MembershipOffice.objects.bulk_create(
            MembershipOffice(
                customer_id=membership.customer_id, membership=membership, office=office
            )
            for office in offices
        )
