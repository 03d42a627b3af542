"""Asking to be called, and giving notice: each in one transaction with what it owes."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.models import Customer, Person
from accounts.standing import Standing
from audit import trail
from finance import notices
from macd import policy
from macd.kinds import Problem
from macd.refusals import NotPermitted, StepDenied, Unsound
from services.cancellation import AlreadyLeaving, CancellationCase, open_case
from services.models.cancellation import Channel


@transaction.atomic
def ask_call_back(*, customer: Customer, person: Person, by: Standing, at: datetime) -> None:
    """Ask account manager and finance for a call; it has no legal effect (rule 56).

    Asked again the same day it tells nobody twice. Raises NotPermitted for who is no part of the
    company.
    """
    if by.at(customer.pk) is None:
        raise NotPermitted(_("You cannot do this."))
    trail.record(
        event="case.call_back_asked",
        at=at,
        person_id=person.pk,
        customer_id=customer.pk,
        reference=str(customer.public_id),
    )
    notices.owe_call_back(customer=customer, person=person, at=at)


@transaction.atomic
def give_notice(
    *,
    customer: Customer,
    person: Person,
    by: Standing,
    at: datetime,
    sure: bool,
    reason: str = "",
) -> CancellationCase:
    """Give notice of leaving completely; receipt is stamped now (rule 56).

    ``sure`` is the giver's word that they mean it. Account manager, finance and the giver are
    told. Raises NotPermitted, Unsound, or StepDenied while a case is open.
    """
    if not policy.may_give_notice(by, customer.pk):
        raise NotPermitted(_("A signatory or a company administrator gives notice."))
    if not sure:
        message = _("Confirm that you give notice.")
        raise Unsound(message, problems=[Problem("sure", message)])
    try:
        case = open_case(
            customer_id=customer.pk, by=person, at=at, channel=Channel.PAGE, reason=reason
        )
    except AlreadyLeaving as already:
        raise StepDenied(
            _("Notice was given already, on %(day)s.")
            % {"day": day_of(already.case.received_at).strftime("%d/%m/%Y")}
        ) from None
    notices.owe_notice(case=case, at=at)
    return case
