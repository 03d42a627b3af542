"""Reads of documents; each begins at what the reader may see."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import Customer
from accounts.standing import Standing
from macd import policy
from macd.models import Comment, Document, DocumentEvent, FieldChange, Line
from macd.vocabulary import (
    Audience,
    ChangeState,
    Happening,
    LineStatus,
    Party,
    Status,
    Step,
)
from macd.workflow import FINAL, LINE_TRANSITIONS, L, T, rows_from
from offices.models import Office
from services.models import Service, ServicePeriod


def lines_with_all() -> QuerySet[Line]:
    """Lines with everything that content, pages and prices ask of them."""
    return Line.objects.select_related(
        "service",
        "offering_version__offering",
        "current_offering_version__offering",
        "agreement",
        "billing_account",
        "place_from",
        "place_to",
    ).order_by("number")


def with_all(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Documents with lines and sections, in a fixed number of queries."""
    return documents.select_related(
        "customer", "requester", "account_manager", "office", "to_office"
    ).prefetch_related(Prefetch("lines", lines_with_all()), "sections")


def with_lines(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Documents with what a row of a list tells of them, in two queries."""
    return documents.select_related(
        "customer", "requester", "account_manager", "office", "to_office"
    ).prefetch_related(Prefetch("lines", lines_with_all()))


def proposals_in(documents: Iterable[Document]) -> QuerySet[FieldChange]:
    """Suggestions that nobody decided yet, in any of these documents."""
    return FieldChange.objects.filter(
        document__in=[document.pk for document in documents], state=ChangeState.PROPOSED
    )


def about(office: Office) -> Q:
    """Documents that are about an office, or lead to it."""
    return Q(office=office) | Q(to_office=office)


def documents_for(standing: Standing) -> QuerySet[Document]:
    """The documents that a person may know of (rule 2)."""
    return Document.objects.filter(policy.visible(standing))


def document_for(standing: Standing, number: str) -> Document | None:
    """One document with all it holds, or None where the person may not know of it."""
    return with_all(documents_for(standing)).filter(number=number).first()


def whole(document_id: int) -> Document:
    """One document with all it holds, as it is now."""
    return with_all(Document.objects.all()).get(pk=document_id)


def locked(document_id: int) -> Document:
    """One document as it is now, locked until the transaction ends."""
    Document.objects.select_for_update(no_key=True).only("pk").get(pk=document_id)
    return whole(document_id)


def customers_for(standing: Standing) -> QuerySet[Customer]:
    """The customers that a person may know of."""
    return Customer.objects.filter(policy.visible_customers(standing))


def customers_managed_by(standing: Standing) -> QuerySet[Customer]:
    """The customers whose account manager a person is, leads or stands in for, by name."""
    return Customer.objects.filter(
        account_manager__in=policy.managed_by(standing), closed_on=None
    ).order_by("legal_name", "id")


def offices_for(standing: Standing) -> QuerySet[Office]:
    """The offices that a person may know of."""
    return Office.objects.filter(policy.visible_offices(standing)).select_related("customer")


def services_for(standing: Standing) -> QuerySet[Service]:
    """Services at offices that a person may know of, and those of the whole company."""
    offices = offices_for(standing).values("pk")
    customers = customers_for(standing).values("pk")
    here = Q(pk__in=ServicePeriod.objects.filter(office__in=offices).values("service"))
    nomadic = Q(
        pk__in=ServicePeriod.objects.filter(office=None, customer__in=customers).values("service")
    )
    return Service.objects.filter(here | nomadic).select_related("customer")


def steps_for(standing: Standing, document: Document) -> list[T]:
    """The steps that a person may take now, each once, in the order of the table."""
    found: dict[str, T] = {}
    for row in rows_from(Status(document.status)):
        if policy.may(standing, row, document):
            found.setdefault(row.step, row)
    return list(found.values())


def line_steps_for(standing: Standing, document: Document, line: Line) -> list[L]:
    """The steps that a person may take now on one line, in the order of the table."""
    if document.status != Status.IN_DELIVERY:
        return []
    return [
        row
        for row in LINE_TRANSITIONS
        if line.status in row.from_ and policy.may(standing, row, document)
    ]


# What the provider's people do among themselves (rule 15).
INTERNAL_EVENTS = frozenset(
    {Happening.COMMENT_INTERNAL.value, Happening.LEAVING_REFUSED.value, Step.REVIEW_AGAIN.value}
)


def events_for(standing: Standing, document: Document) -> QuerySet[DocumentEvent]:
    """The history that a person may read, newest first."""
    events = document.events.select_related("by").order_by("-id")
    if policy.reads_internal(standing, document):
        return events
    return events.exclude(step__in=INTERNAL_EVENTS)


def comments_for(standing: Standing, document: Document) -> QuerySet[Comment]:
    """What a person may read of the discussion (rule 15)."""
    comments = document.comments.select_related("by")
    if policy.reads_internal(standing, document):
        return comments
    return comments.filter(audience=Audience.SHARED)


def open_proposals(document: Document) -> QuerySet[FieldChange]:
    """Suggestions that nobody decided yet."""
    return document.field_changes.filter(state=ChangeState.PROPOSED).select_related("by")


def worth_showing() -> Q:
    """Field changes that a page tells of: what is suggested, and each promised date."""
    return Q(state=ChangeState.PROPOSED) | Q(
        path="planning.committed_on", state__in=[ChangeState.APPLIED, ChangeState.ACCEPTED]
    )


def open_question(document: Document) -> Comment | None:
    """The last question that has no answer."""
    return (
        document.comments.filter(is_question=True, answered_by__isnull=True)
        .select_related("by")
        .order_by("-id")
        .first()
    )


def open_documents(standing: Standing) -> QuerySet[Document]:
    """What is under way, of what a person may see."""
    return documents_for(standing).exclude(status__in=sorted(FINAL))


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


def matching(text: str) -> Q:
    """Documents that a search finds: by number, reference, customer, office, service or person."""
    found = Q()
    for word in text.replace("\x00", " ").split()[:6]:
        found &= (
            Q(number__icontains=word)
            | Q(reference__icontains=word)
            | Q(po_number__icontains=word)
            | Q(customer__legal_name__icontains=word)
            | Q(requester__name__icontains=word)
            | Q(office__name__icontains=word)
            | Q(office__street__icontains=word)
            | Q(office__municipality__icontains=word)
            | Q(pk__in=Line.objects.filter(service__service_id__icontains=word).values("document"))
        )
    return found


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
