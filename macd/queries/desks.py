"""The desks' lists: an account manager's inbox, a signatory's, operations' work."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from accounts.standing import Standing
from macd import policy
from macd.models import Document, Line
from macd.queries.loading import lines_with_all
from macd.queries.reach import documents_for, open_documents
from macd.vocabulary import LineStatus, Party, Status


def inbox_for(standing: Standing) -> QuerySet[Document]:
    """The open documents of an account manager's portfolio, those who wait longest first."""
    return (
        open_documents(standing)
        .filter(account_manager__in=policy.managed_by(standing))
        .select_related("customer", "office", "requester", "account_manager")
        .order_by("ball_since", "id")
    )


INBOX_QUEUES = {
    "needs_me": Q(ball=Party.ACCOUNT_MANAGER),
    "waiting_customer": Q(ball=Party.CUSTOMER),
    "to_approve": Q(status=Status.AWAITING_SECOND_APPROVAL),
    "waiting_delivery": Q(ball__in=[Party.OPERATIONS, Party.CARRIER, Party.FINANCE]),
    "all": Q(),
}


def overdue(on: date) -> Q:
    """Documents whose promised day has passed."""
    return Q(committed_on__lt=on)


def new_this_week(on: date) -> Q:
    """Documents that were sent in the last seven days."""
    return Q(submitted_at__date__gt=on - timedelta(days=7))


def to_sign_for(standing: Standing) -> QuerySet[Document]:
    """Documents that wait for this person's signature."""
    signing = [m.customer_id for m in standing.memberships if m.signs]
    return (
        documents_for(standing)
        .filter(customer__in=signing, status=Status.AWAITING_SIGNATURE)
        .exclude(signatures__by=standing.person_id, signatures__voided_at=None)
        .select_related("customer", "office")
        .order_by("approved_at", "id")
    )


def work_list(standing: Standing) -> QuerySet[Line]:
    """Lines that operations delivers, by promised day; those without one last."""
    return (
        lines_with_all()
        .filter(
            document__in=documents_for(standing).filter(status=Status.IN_DELIVERY),
            status__in=[LineStatus.PLANNED, LineStatus.HELD],
        )
        .select_related("document__customer")
        .order_by("committed_on", "document__number", "number")
    )


def work_queues(on: date) -> dict[str, Q]:
    """What belongs in each part of the work list on a day; held items are not due."""
    due = Q(status=LineStatus.PLANNED)
    week = on + timedelta(days=7)
    return {
        "due": due & Q(committed_on__lte=week),
        "overdue": due & Q(committed_on__lt=on),
        "today": due & Q(committed_on=on),
        "later": due & (Q(committed_on__gt=week) | Q(committed_on=None)),
        "held": Q(status=LineStatus.HELD),
        "all": Q(),
    }
