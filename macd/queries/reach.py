"""What a person may know of: documents, customers, offices, services (rule 2)."""

from django.db.models import Q, QuerySet

from accounts.models import Customer
from accounts.standing import Standing
from files.models import StoredFile
from macd import policy
from macd.models import Document, DocumentVersion
from macd.queries.loading import shown, with_all
from macd.vocabulary import Bond, Purpose
from macd.workflow import FINAL
from offices.models import Office, OfficeStatus
from services.models import Service, ServicePeriod


def about(office: Office) -> Q:
    """Documents that are about an office, or lead to it."""
    return Q(office=office) | Q(to_office=office)


def planned_alone(document: Document) -> list[Office]:
    """The planned offices of a document that no other open one is about (rule 39)."""
    planned = [
        office
        for office in (document.office, document.to_office)
        if office is not None and office.status == OfficeStatus.PLANNED
    ]
    return [office for office in planned if not _elsewhere(office, document)]


def _elsewhere(office: Office, document: Document) -> bool:
    others = Document.objects.filter(about(office)).exclude(pk=document.pk)
    return others.exclude(status__in=sorted(FINAL)).exists()


def documents_for(standing: Standing) -> QuerySet[Document]:
    """The documents that a person may know of (rule 2)."""
    return Document.objects.filter(policy.visible(standing))


def document_for(standing: Standing, number: str) -> Document | None:
    """One document with all it holds, or None where the person may not know of it."""
    return shown(documents_for(standing).filter(number=number))


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


def open_documents(standing: Standing) -> QuerySet[Document]:
    """What is under way, of what a person may see."""
    return documents_for(standing).exclude(status__in=sorted(FINAL))


def sealed_file_for(
    standing: Standing, number: str, *, version: int | None = None
) -> StoredFile | None:
    """The sealed PDF of a version of a document, or of the latest that has one.

    None where there is none, or the person may not know of the document. It knows what it takes to
    send it, no more.
    """
    sealed: dict[str, object] = {"purpose": Purpose.SEALED, "stored_file__isnull": False}
    if version is not None:
        sealed["version__number"] = version
    # Asked at once, they are asked of one rendering.
    having = {f"renderings__{name}": value for name, value in sealed.items()}
    files = documents_for(standing).filter(number=number, **having)
    fields = ("sha256", "name", "media_type")
    # Versions are made in the order of their numbers.
    newest = files.order_by("-renderings__version_id")
    found = newest.values_list(*(f"renderings__stored_file__{each}" for each in fields)).first()
    return StoredFile(**dict(zip(fields, found, strict=True))) if found else None


def family_for(standing: Standing, document: Document) -> list[Document]:
    """A document and its amendments, or what it amends, as far as the reader may know of them."""
    root_id = document.root_id or document.pk
    others = documents_for(standing).filter(Q(pk=root_id) | Q(root=root_id))
    return list(with_all(others.order_by("pk")))


def versions_of(document: Document) -> QuerySet[DocumentVersion]:
    """The versions of a document and of what it is one thing with, the newest first."""
    root_id = document.root_id or document.pk
    return (
        DocumentVersion.objects.filter(Q(document=root_id) | Q(document__root=root_id))
        .select_related("document")
        .order_by("-number", "-pk")
        .defer("content")
    )


def bound_with(document: Document, *, among: QuerySet[Document]) -> QuerySet[Document]:
    """What makes one whole with a document: the halves of a split move, a move and its way back."""
    root_id = document.bound_to_id if document.bond == Bond.SPLIT else document.pk
    halves = Q(bound_to=root_id, bond=Bond.SPLIT) | Q(pk=root_id)
    back = Q(bound_to=document.pk, bond=Bond.BACK) | Q(pk=document.bound_to_id or 0)
    rows = among.filter(halves | back).exclude(pk=document.pk)
    return rows.select_related("to_office").order_by("pk")
