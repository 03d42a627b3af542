"""A wish to be called before anybody leaves: a task for account manager and finance (rule 56)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Customer, Person
from accounts.standing import Standing
from audit import trail
from finance import notices
from finance.models import CallBack
from finance.operations.common import asked
from macd import policy
from macd.refusals import NotPermitted, Stale


@transaction.atomic
def ask_call_back(*, customer: Customer, person: Person, by: Standing, at: datetime) -> CallBack:
    """Ask account manager and finance for a call; it has no legal effect (rule 56).

    The wish stands until somebody tells what came of the call; asked again meanwhile it stays
    one, and the same day it tells nobody twice. Raises NotPermitted for who is no part of the
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
    wish, _created = CallBack.objects.get_or_create(
        customer=customer, person=person, done_at=None, defaults={"asked_at": at}
    )
    notices.owe_call_back(customer=customer, person=person, at=at)
    return wish


@transaction.atomic
def tell_called(
    *, wish: CallBack, person: Person, by: Standing, at: datetime, outcome: str
) -> CallBack:
    """Say that the call was made and what came of it; the wish is done.

    Raises NotPermitted for who is neither of finance nor the account manager, Unsound without
    words, or Stale where somebody called already.
    """
    now = (
        CallBack.objects.select_for_update(no_key=True, of=("self",))
        .select_related("customer")
        .get(pk=wish.pk)
    )
    if not policy.is_finance(by) and not policy.manages(by, now.customer.account_manager_id):
        raise NotPermitted(_("Finance or the account manager calls."))
    if now.done_at is not None:
        raise Stale(_("Somebody has called already."))
    now.outcome = asked(outcome, "outcome", _("Say what came of it."))
    now.done_at, now.done_by = at, person
    now.save(update_fields=["outcome", "done_at", "done_by"])
    trail.record(
        event="case.called_back",
        at=at,
        person_id=person.pk,
        customer_id=now.customer_id,
        reference=str(now.customer.public_id),
    )
    return now
