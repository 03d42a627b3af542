"""Importing a customer's inventory: upload, dry run, accept row by row, apply (rule of §2)."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from audit import trail
from files.storage import store
from services.jobs import start_job
from services.models import JobStatus
from services.models.importing import ImportRow, InventoryImport, Outcome

ACCEPTABLE = (Outcome.NEW, Outcome.CHANGED, Outcome.MISSING)
CSV, XLSX = "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ImportRefused(Exception):
    """What was asked of an import cannot be done now; the text says why."""


@transaction.atomic
def upload_inventory(
    *,
    customer_id: int,
    content: bytes,
    name: str,
    effective_on: date,
    complete: bool,
    person_id: int,
    at: datetime,
) -> InventoryImport:
    """Keep the file and compare it in the background: a dry run that writes nothing else."""
    number = _next_number()
    file = store(
        content=content,
        customer_id=customer_id,
        name=name,
        media_type=XLSX if content.startswith(b"PK") else CSV,
        at=at,
    )
    job = start_job(task="import_check", subject=number, person_id=person_id, at=at)
    batch = InventoryImport.objects.create(
        customer_id=customer_id,
        number=number,
        file=file,
        effective_on=effective_on,
        complete=complete,
        person_id=person_id,
        created_at=at,
        job=job,
    )
    _tell(batch, "uploaded", person_id, at)
    return batch


@transaction.atomic
def accept_rows(
    *, batch: InventoryImport, rows: Collection[int] | str, person_id: int, at: datetime
) -> int:
    """Accept differences, by row id or all of one outcome, and apply them in the background.

    Says how many were accepted. Raises ImportRefused while the file is being checked or applied,
    or where nothing was chosen that may be.
    """
    fresh = (
        InventoryImport.objects.select_for_update(of=("self",))
        .select_related("job")
        .get(pk=batch.pk)
    )
    if fresh.checked_at is None or fresh.job.status in (JobStatus.WAITING, JobStatus.RUNNING):
        raise ImportRefused(_("The file is still being worked on. Look again in a moment."))
    chosen = ImportRow.objects.filter(batch=fresh, accepted_at=None, outcome__in=ACCEPTABLE)
    chosen = (
        chosen.filter(outcome=rows) if isinstance(rows, str) else chosen.filter(pk__in=list(rows))
    )
    count = chosen.update(accepted_by=person_id, accepted_at=at)
    if not count:
        raise ImportRefused(_("Choose at least one row that differs."))
    fresh.job = start_job(
        task="import_apply", subject=fresh.number, person_id=person_id, at=at, total=count
    )
    fresh.save(update_fields=["job"])
    _tell(fresh, "accepted", person_id, at)
    return count


def _tell(batch: InventoryImport, what: str, person_id: int, at: datetime) -> None:
    trail.record(
        event=f"import.{what}",
        at=at,
        person_id=person_id,
        customer_id=batch.customer_id,
        reference=batch.number,
    )


def _next_number() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('services_import_number')")
        row = cursor.fetchone()
    assert row is not None  # noqa: S101 - a sequence always answers
    return f"IMP-{row[0]:06d}"
