"""Documents and lines with all that is asked of them, in a fixed number of queries."""

from typing import Any

from django.db.models import (
    Case,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    prefetch_related_objects,
)

from macd.models import (
    Appointment,
    Attachment,
    Comment,
    CompanyRule,
    Document,
    DocumentEvent,
    Line,
    Section,
)
from macd.queries.written import Written
from macd.vocabulary import Status
from services.models import CancellationCase, CaseStatus


def lines_with_all() -> QuerySet[Line]:
    """Lines with everything that content, pages and prices ask of them."""
    return _with_all(Line.objects.all())


def _with_all(lines: QuerySet[Line]) -> QuerySet[Line]:
    return lines.select_related(
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
    return with_names(documents).prefetch_related(
        Prefetch("lines", lines_with_all()), "sections", "root"
    )


def with_lines(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Documents with what a row of a list tells of them, in two queries."""
    return with_names(documents).prefetch_related(Prefetch("lines", lines_with_all()))


def told_ended(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Documents of which a draft that is no more knows which step ended it, as ``ended_by``."""
    ends = DocumentEvent.objects.filter(document=OuterRef("pk"), to_status=Status.EXPIRED)
    step = When(status=Status.EXPIRED, then=Subquery(ends.values("step")[:1]))
    return documents.annotate(ended_by=Case(step, default=Value("")))


def with_names(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Documents with the company, the people and the offices that they name."""
    return documents.select_related(
        "customer", "requester", "account_manager", "office", "to_office"
    )


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


_DOCUMENT = Written(lambda pk: with_names(Document.objects.filter(pk=pk)))
_TOLD_APART = Written(lambda pk: told_apart(with_names(Document.objects.filter(pk=pk))))
_LINES = Written(lambda pk: lines_with_all().filter(document=pk))
_SECTIONS = Written(lambda pk: Section.objects.filter(document=pk))


def whole(document_id: int) -> Document:
    """One document with all it holds, as it is now."""
    found = _DOCUMENT.of(document_id)
    if not found:
        raise Document.DoesNotExist
    return filled(found[0])


def shown(documents: QuerySet[Document]) -> Document | None:
    """The one of these documents with all it holds and ``told_apart``; None where there is none.

    There may be at most one of them.
    """
    found = _TOLD_APART.where(documents.order_by().values("pk"))
    return filled(found[0]) if found else None


def filled(document: Document) -> Document:
    """A document with the lines and sections that ``with_all`` would have read."""
    _hold(document, "lines", _with_all(document.lines.all()), _LINES.of(document.pk))
    _hold(document, "sections", document.sections.all(), _SECTIONS.of(document.pk))
    if document.root_id is not None:
        prefetch_related_objects([document], "root")
    return document


def _hold(document: Document, name: str, rows: QuerySet[Any], found: list[Any]) -> None:
    """Keep what was found as what ``rows`` would find, as prefetching does."""
    for row in found:
        row.document = document
    rows._result_cache, rows._prefetch_done = found, True  # type: ignore[attr-defined]
    held = document.__dict__.setdefault("_prefetched_objects_cache", {})
    held[name] = rows


def locked(document_id: int) -> Document:
    """One document as it is now, locked until the transaction ends.

    An amendment and the document it amends are locked in this order: that document, then it.
    """
    root = Document.objects.filter(pk=document_id).values("root")
    rows = Document.objects.select_for_update(no_key=True).only("pk").order_by("pk")
    list(rows.filter(Q(pk=document_id) | Q(pk__in=root)))
    return whole(document_id)
