"""A document and its amendments: one thing to the customer, rows of their own inside."""

from django.db.models import Max, Q, QuerySet

from macd.models import Document, DocumentVersion, Line
from macd.vocabulary import LineStatus
from macd.workflow import LINE_IGNORED
from services.models import Service

# Lines that can still become something else than was signed.
OPEN = frozenset({LineStatus.OPEN, LineStatus.PLANNED, LineStatus.HELD})


def root_of(document: Document) -> Document:
    """The document that was signed first; itself where it is no amendment."""
    return document.root or document


def family(document: Document) -> QuerySet[Document]:
    """The first document and all its amendments, the oldest first."""
    root_id = document.root_id or document.pk
    return Document.objects.filter(Q(pk=root_id) | Q(root=root_id)).order_by("pk")


def open_amendment_of(document: Document) -> Document | None:
    """The amendment that is being agreed on; at most one (rule 19)."""
    return next((each for each in family(document) if is_open_amendment(each)), None)


def is_open_amendment(document: Document) -> bool:
    """Whether it is an amendment that neither holds yet nor came to nothing."""
    return document.root_id is not None and document.signed_at is None and not document.is_final


def first_version(document: Document) -> int:
    """The number of a document's first version: an amendment's goes on from what it amends.

    So no two versions of what the customer has as one document bear the same number.
    """
    return first_free(document) if document.root_id else 1


def first_free(document: Document) -> int:
    """The next version number that no version of the document or its amendments has."""
    versions = DocumentVersion.objects.filter(document__in=family(document))
    return 1 + (versions.aggregate(last=Max("number"))["last"] or 0)


def first_free_line(document: Document) -> int:
    """The number of the next item: none that an item of it or its amendments has or had (rule 6).

    So an amendment's new item never takes the place of one that it does not change.
    """
    members = family(document)
    given = list(Line.objects.filter(document__in=members).values_list("number", flat=True))
    frozen = DocumentVersion.objects.filter(document__in=members)
    for lines in frozen.values_list("content__lines", flat=True):
        given += [line["number"] for line in lines]
    return 1 + max(given, default=0)


def numbers_of(document: Document, service: Service) -> list[int]:
    """The numbers that the items about a service have had in a document and its amendments."""
    frozen = DocumentVersion.objects.filter(document__in=family(document))
    rows = frozen.values_list("content__lines", flat=True)
    about = service.service_id
    return sorted({ln["number"] for lines in rows for ln in lines if ln["service"] == about})


def next_number(document: Document) -> str:
    """The number of the next amendment; the document that was signed first counts as one."""
    return f"{document.root_number}-{family(document).count() + 1}"


def lines_in_force(document: Document) -> QuerySet[Line]:
    """What holds between the two sides: of the first document and each signed amendment."""
    root_id = document.root_id or document.pk
    return (
        Line.objects.filter(Q(document=root_id) | Q(document__root=root_id))
        .exclude(document__signed_at=None)
        .exclude(status__in=sorted(LINE_IGNORED))
        .select_related(
            "document",
            "service",
            "offering_version__offering",
            "current_offering_version__offering",
            "place_from",
            "place_to",
            "agreement",
            "billing_account",
        )
        .order_by("number", "document")
    )


def touched_by(amendment: Document) -> list[Line]:
    """The lines in force whose place an amendment's lines take.

    An item keeps its number; what is decided anew about a service takes the place of all that was
    decided about it.
    """
    own = list(amendment.lines.all())
    numbers = {line.number for line in own}
    services = {line.service_id for line in own if line.service_id}
    return [
        line
        for line in lines_in_force(amendment)
        if line.document_id != amendment.pk
        and (line.number in numbers or line.service_id in services)
    ]


def untouched_by(amendment: Document) -> list[Line]:
    """The lines in force that go on as they were signed, as far as they are still to come."""
    touched = {line.pk for line in touched_by(amendment)}
    return [
        line
        for line in lines_in_force(amendment)
        if line.document_id != amendment.pk and line.pk not in touched and line.status in OPEN
    ]
