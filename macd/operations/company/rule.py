"""A company's own order: the rule that keeps requests inside it until a colleague agrees."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.models import Customer, Membership
from accounts.standing import Standing
from audit import trail
from macd import policy, queries
from macd.kinds import Problem
from macd.models import CompanyRule, Document
from macd.refusals import NotPermitted, Unsound
from services.models import SelfServiceAction
from services.queries import lock_customer
from services.selfservice import SelfServiceRefused

MOST = Decimal(1_000_000)


def refused(path: str, message: str) -> Unsound:
    """A refusal beside one field."""
    return Unsound(message, problems=[Problem(path, message)])


def keeper(by: Standing, customer: Customer) -> None:
    """Raise NotPermitted for who does not keep the company's order."""
    if not policy.keeps_company(by, customer.pk):
        raise NotPermitted(_("Only a company administrator changes this."))


def record(what: str, customer: Customer, *, by: int, at: datetime, **facts: object) -> None:
    """Write in the trail what became of a company's order; ``by`` is a person's key."""
    trail.record(
        event=f"company.{what}",
        at=at,
        person_id=by,
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
    keeper(by, customer)
    Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    CompanyRule.objects.filter(customer=customer, ended_at=None).update(ended_at=at)
    if over is None:
        record("rule_ended", customer, by=by.person_id, at=at)
        return None
    if not 0 <= over <= MOST:
        raise refused("over", _("Give an amount of at most 1,000,000."))
    known = Membership.objects.filter(customer=customer, revoked_at=None, person__is_active=True)
    if approver_id is not None and not known.filter(pk=approver_id).exists():
        raise refused("approver", _("Choose a colleague of this company."))
    rule = CompanyRule.objects.create(
        customer=customer, over=over, approver_id=approver_id, set_by_id=by.person_id, set_at=at
    )
    record("rule_set", customer, by=by.person_id, at=at, rule=rule.pk, approver=approver_id)
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
