"""Trying again what was not delivered: a new request with the open items filled in (§3)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.standing import Standing
from macd import policy, queries
from macd.kinds import Problem
from macd.models import Document
from macd.operations.filling.drafting import next_number, refreshed
from macd.operations.filling.versions import freeze_current
from macd.operations.recording import record_event
from macd.operations.related.amending import copied
from macd.refusals import NotPermitted, Stale, StepDenied, Unsound
from macd.vocabulary import Actor, Happening, LineStatus, Party, Status
from macd.workflow import RETRIABLE


@transaction.atomic
def try_again(
    *,
    document: Document,
    by: Standing,
    at: datetime,
    requester_id: int | None = None,
    asked_by: str = "",
    asked_channel: str = "",
    received_on: date | None = None,
) -> Document:
    """Start a request that follows up a failed one, with the items that were not delivered.

    Staff do so for ``requester_id`` of the customer, and say who asked, how and when. The day that
    was wanted is asked anew. Raises NotPermitted for who may start none, StepDenied where all was
    delivered, Stale where it is being tried again already.
    """
    now = queries.locked(document.pk)
    if not policy.may_try_again(by, now):
        raise NotPermitted(_("You cannot start a request for this company."))
    as_staff = policy.is_provider(by, now)
    for_whom = requester_id if as_staff else by.person_id
    if for_whom not in {person.pk for person in policy.starters_of(now.customer_id)}:
        message = _("Choose a person of this company who may start requests.")
        raise Unsound(message, problems=[Problem("requester", message)])
    undone = [line for line in now.lines.all() if line.status == LineStatus.FAILED]
    if now.status not in RETRIABLE or not undone:
        raise StepDenied(_("There is nothing left to deliver here. Start a new request."))
    other = now.follow_ups.exclude(status__in=[Status.EXPIRED, Status.CANCELLED]).first()
    if other is not None:
        raise Stale(
            _("%(number)s is the next try already. Go on there.") % {"number": other.number},
            won=other.events.order_by("id").first(),
        )
    again = copied(
        now,
        undone,
        number=next_number(day_of(at).year),
        follow_up_of=now,
        requester_id=for_whom,
        started_by_id=by.person_id,
        asked_by=asked_by,
        asked_channel=asked_channel,
        received_on=received_on,
        requested_on=None,
        ball=Party.ACCOUNT_MANAGER if as_staff else Party.CUSTOMER,
        at=at,
    )
    again.lines.update(requested_on=None, works_once=None, monthly_more=None)
    for line in undone:
        # Of what came in parts only the rest is tried again.
        left = line.quantity - line.delivered_quantity
        again.lines.filter(number=line.number).update(quantity=left)
    record_event(
        document=again,
        step=Happening.OPEN,
        at=at,
        by=by,
        actor=Actor.ACCOUNT_MANAGER if as_staff else Actor.REQUESTER,
        to_status=Status.DRAFT,
        facts={"follow_up_of": now.number},
    )
    fresh = queries.whole(again.pk)
    freeze_current(fresh, on=day_of(at))
    return refreshed(fresh, at=at)
