"""Giving customers, with all that is open for them, to another account manager."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Customer
from accounts.standing import Standing
from audit import trail
from macd import policy, queries
from macd.kinds import Problem
from macd.models import Document
from macd.operations.recording import record_event
from macd.refusals import NotPermitted, Unsound
from macd.vocabulary import Actor, Happening
from macd.workflow import FINAL


@transaction.atomic
def hand_over(
    *, customers: Collection[int], to: int, by: Standing, at: datetime, reason: str
) -> tuple[int, int]:
    """Let another account manager look after customers from now on.

    Returns how many customers and open documents went over. A lead does it within their teams,
    with a reason (decisions.md 34). Each document's history tells it; the new account manager is
    told, and whoever asked for the newest request of each customer. Raises NotPermitted, Unsound.
    """
    if not policy.may_hand_over(by):
        raise NotPermitted(_("You cannot do this."))
    if not reason.strip():
        raise _refused("reason", _("Say why in a few words."))
    if to not in policy.managed_by(by) or to not in policy.account_managers():
        raise _refused("to", _("Choose an account manager of your team."))
    given = list(_given(customers, by).exclude(account_manager=to).select_for_update(no_key=True))
    if not given:
        raise _refused("customers", _("Choose customers that somebody else looks after."))
    moved = 0
    for customer in given:
        before, customer.account_manager_id = customer.account_manager_id, to
        customer.save(update_fields=["account_manager"])
        trail.record(
            event="customer.handed_over",
            at=at,
            person_id=by.person_id,
            customer_id=customer.pk,
            reference=f"customer/{customer.pk}",
            facts={"from": before, "to": to},
        )
        moved += _documents(customer, to=to, by=by, at=at, reason=reason.strip())
    return len(given), moved


def _given(customers: Collection[int], by: Standing) -> QuerySet[Customer]:
    return queries.customers_managed_by(by).filter(pk__in=list(customers))


def _refused(path: str, message: str) -> Unsound:
    return Unsound(message, problems=[Problem(path, message)])


def _documents(customer: Customer, *, to: int, by: Standing, at: datetime, reason: str) -> int:
    """Give the open documents of one customer over, the newest told to who asked for it."""
    rows = Document.objects.filter(customer=customer).exclude(status__in=sorted(FINAL))
    told: set[int] = set()
    numbers = list(rows.order_by("-pk").values_list("pk", flat=True))
    for pk in numbers:
        document = queries.locked(pk)
        document.write(at=at, account_manager_id=to)
        shared = policy.is_shared(document)
        tell = {Actor.ACCOUNT_MANAGER} if not told else set()
        if shared and document.requester_id not in told:
            tell.add(Actor.REQUESTER)
        told.add(document.requester_id)
        record_event(
            document=queries.whole(pk),
            step=Happening.HANDED_OVER,
            at=at,
            by=by,
            actor=Actor.ACCOUNT_MANAGER,
            tell=frozenset(tell) if shared else frozenset(),
            facts={"to": to, "reason": reason},
        )
    return len(numbers)
