"""Imports and jobs, as operations looks at them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from services.catalogue import published_on
from services.imports.operations import ACCEPTABLE
from services.models import Job
from services.models.importing import ImportRow, InventoryImport


def imports_newest() -> QuerySet[InventoryImport]:
    """All imports, the newest first."""
    return InventoryImport.objects.select_related("customer", "person", "job").order_by(
        "-created_at", "-pk"
    )


def with_open_rows(imports: QuerySet[InventoryImport]) -> QuerySet[InventoryImport]:
    """Imports that know how many differences nobody accepted yet, as ``open_rows``."""
    # Counted for the imports that are shown, not for all that there are.
    open_here = (
        ImportRow.objects.filter(batch=OuterRef("pk"), accepted_at=None, outcome__in=ACCEPTABLE)
        .order_by()
        .values("batch")
        .annotate(count=Count("pk"))
        .values("count")
    )
    return imports.annotate(open_rows=Coalesce(Subquery(open_here), 0))


def with_offerings(rows: Iterable[ImportRow], *, on: date) -> list[tuple[ImportRow, str]]:
    """Rows with what each is called in the language of the page, else as the file says it."""
    names = {version.offering.code: version.name for version in published_on(on)}
    return [(row, names.get(row.label, row.label)) for row in rows]


def rows_of_import(batch: InventoryImport, outcome: str) -> QuerySet[ImportRow]:
    """The rows of one outcome, in the order of the file."""
    return ImportRow.objects.filter(batch=batch, outcome=outcome).order_by("number", "pk")


def jobs_of(task: str) -> QuerySet[Job]:
    """The jobs of a task, the newest first."""
    return Job.objects.filter(task=task).select_related("person").order_by("-created_at", "-pk")
