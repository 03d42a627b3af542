"""Leaving: telling the provider of a try, and closing what is open when a customer is gone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Customer
from accounts.standing import Standing
from macd import policy, queries
from macd.conflicts import holder_of
from macd.models import Document, Line
from macd.operations.recording import record_event
from macd.operations.steps.stepping import settle, take_step
from macd.vocabulary import Actor, Happening, LineStatus, LineStep, Side, Status, Step
from macd.workflow import FINAL, NOT_SENT
from services import claims

TOLD = frozenset({Actor.ACCOUNT_MANAGER, Actor.FINANCE})
WITHDRAWN = (
    LineStep.WITHDRAW,
    LineStatus.WITHDRAWN,
    frozenset({Actor.OPERATIONS, Actor.ACCOUNT_MANAGER}),
)
ENDS_AS: dict[LineStatus, tuple[LineStep, LineStatus, frozenset[Actor]]] = {
    LineStatus.OPEN: WITHDRAWN,
    LineStatus.PLANNED: WITHDRAWN,
    LineStatus.HELD: WITHDRAWN,
    LineStatus.DELIVERED: (LineStep.ACCEPT, LineStatus.COMPLETED, frozenset()),
}


@transaction.atomic
def tell_of_leaving(*, document: Document, by: Standing, at: datetime) -> bool:
    """Tell account manager and finance of a refused Delete, once per version (decisions.md 30).

    Says whether they are told now; asked again for the same version it does nothing.
    """
    told = document.events.filter(step=Happening.LEAVING_REFUSED, version=document.version).exists()
    if told:
        return False
    customer = policy.side_of(by, document) == Side.CUSTOMER
    record_event(
        document=document,
        step=Happening.LEAVING_REFUSED,
        at=at,
        by=by,
        actor=Actor.REQUESTER if customer else Actor.ACCOUNT_MANAGER,
        tell=TOLD,
    )
    return True


@transaction.atomic
def close_for_leaving(
    *,
    customer: Customer,
    service_ids: Collection[int],
    agreement_id: int | None = None,
    whole: bool,
    at: datetime,
) -> int:
    """Close what is open on services that end because their customer leaves; say how many.

    What is to be added under ``agreement_id`` ends with that agreement.

    In delivery the items on them are withdrawn, whatever their point of no return; before that
    the request is closed. With ``whole`` everything of the customer is closed, and what was not
    sent yet expires.
    """
    with translation.override(customer.language):
        note = _("The company has left.") if whole else _("The agreement has ended.")
    found = Document.objects.filter(customer=customer).exclude(status__in=sorted(FINAL))
    if not whole:
        ending = Q(lines__service__in=list(service_ids))
        if agreement_id is not None:
            ending |= Q(lines__agreement=agreement_id)
        found = found.filter(ending).distinct()
    ends = Ends(frozenset(service_ids), agreement_id, whole)
    documents = queries.with_all(found.order_by("pk"))
    return sum(_close(document, ends, at=at, note=note) for document in documents)


@dataclass(frozen=True, slots=True)
class Ends:
    """What ends: some services and what is added under their agreement, or all there is."""

    service_ids: frozenset[int]
    agreement_id: int | None
    whole: bool

    def takes(self, line: Line) -> bool:
        """Whether an item ends with it."""
        added = self.agreement_id is not None and line.agreement_id == self.agreement_id
        return self.whole or added or line.service_id in self.service_ids


def _close(document: Document, ends: Ends, *, at: datetime, note: str) -> bool:
    if document.status in NOT_SENT:
        if ends.whole:
            take_step(document=document, step=Step.EXPIRE, by=None, at=at)
        return ends.whole
    if document.status == Status.IN_DELIVERY:
        return _end_items(document, ends, at=at, note=note)
    take_step(document=document, step=Step.LEAVE, by=None, at=at, note=note)
    return True


def _end_items(document: Document, ends: Ends, *, at: datetime, note: str) -> bool:
    """Withdraw the items that nobody delivered, and let the document follow.

    What was delivered counts as accepted: nobody is left who would, and what it waits for, such as
    numbers from another operator, does not come any more.
    """
    now = queries.locked(document.pk)
    items = [line for line in now.lines.all() if line.status in ENDS_AS and ends.takes(line)]
    for line in items:
        claims.release(holder=holder_of(now, line), at=at)
        step, to, tell = ENDS_AS[LineStatus(line.status)]
        before = line.status
        line.advance(to=to, at=at)
        record_event(
            document=now,
            step=f"line_{step.value}",
            at=at,
            by=None,
            actor=Actor.SYSTEM,
            tell=tell,
            from_status=before,
            to_status=to,
            line_number=line.number,
            note=note,
        )
    settle(now, at=at)
    return bool(items)
