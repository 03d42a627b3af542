"""Documents and lines with all that is asked of them, in a fixed number of queries."""

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from macd.models import Appointment, Attachment, Comment, CompanyRule, Document, Line
from services.models import CancellationCase, CaseStatus


def lines_with_all() -> QuerySet[Line]:
    """Lines with everything that content, pages and prices ask of them."""
    return Line.objects.select_related(
        "service",
        "replaced_by",
        "offering_version__offering",
        "current_offering_version__offering",
        "agreement",
        "billing_account",
        "place_from",
        "place_to",
        "port",
    ).order_by("number")


def with_all(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Documents with lines and sections, in a fixed number of queries.

    What few documents have, another document that they go back to, is not joined but fetched for
    those that have it: two documents more in a row make it a third longer to ask for.
    """
    return documents.select_related(
        "customer", "requester", "account_manager", "office", "to_office"
    ).prefetch_related(Prefetch("lines", lines_with_all()), "sections", "root")


def with_lines(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Documents with what a row of a list tells of them, in two queries."""
    return documents.select_related(
        "customer", "requester", "account_manager", "office", "to_office"
    ).prefetch_related(Prefetch("lines", lines_with_all()))


def told_apart(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Documents that know which of their parts are there at all; see ``Document.may_have``."""
    this = OuterRef("pk")
    return documents.annotate(
        has_family=Exists(Document.objects.filter(root=this)),
        has_files=Exists(Attachment.objects.filter(document=this)),
        has_comments=Exists(Comment.objects.filter(document=this)),
        has_case=Exists(
            CancellationCase.objects.filter(
                customer=OuterRef("customer"), status=CaseStatus.ACCEPTED
            )
        ),
        has_rule=Exists(CompanyRule.objects.filter(customer=OuterRef("customer"), ended_at=None)),
        has_visits=Exists(Appointment.objects.filter(document=this, cancelled_at=None)),
    )


def whole(document_id: int) -> Document:
    """One document with all it holds, as it is now."""
    return with_all(Document.objects.all()).get(pk=document_id)


def locked(document_id: int) -> Document:
    """One document as it is now, locked until the transaction ends.

    An amendment and the document it amends are locked in this order: that document, then it.
    """
    root = Document.objects.filter(pk=document_id).values("root")
    rows = Document.objects.select_for_update(no_key=True).only("pk").order_by("pk")
    list(rows.filter(Q(pk=document_id) | Q(pk__in=root)))
    return whole(document_id)
