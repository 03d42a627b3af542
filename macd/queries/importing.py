"""Imports and jobs, as operations looks at them."""

from django.db.models import QuerySet

from services.models import Job
from services.models.importing import ImportRow, InventoryImport


def imports_newest() -> QuerySet[InventoryImport]:
    """All imports, the newest first."""
    return InventoryImport.objects.select_related("customer", "person", "job").order_by(
        "-created_at", "-pk"
    )


def rows_of_import(batch: InventoryImport, outcome: str) -> QuerySet[ImportRow]:
    """The rows of one outcome, in the order of the file."""
    return ImportRow.objects.filter(batch=batch, outcome=outcome).order_by("number", "pk")


def jobs_of(task: str) -> QuerySet[Job]:
    """The jobs of a task, the newest first."""
    return Job.objects.filter(task=task).select_related("person").order_by("-created_at", "-pk")
