"""The two jobs of an import: checking every row, and applying what was accepted."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from files.storage import read as read_file
from services.imports.checking import Known, read_row
from services.imports.comparing import Compared, compare, left_out, missing
from services.imports.doubles import Doubles
from services.imports.reading import FileUnreadable, Table, read_table
from services.inventory import InventoryRefused, Source, record_change, services_on
from services.jobs import JobFailed, Progress
from services.models import Job, Service, ServicePeriod, SourceKind
from services.models.importing import ImportRow, InventoryImport, Outcome
from services.numbers import assign_number
from services.operations import open_service, put_under
from services.selfservice import adopt_sim
from services.texts import refusal, told_of

OVERTAKEN = _("Something else got its id, a number or its SIM meanwhile. Compare the file anew.")
SLICE = 400
TO_APPLY = 100


def check(job: Job, at: datetime) -> Progress:
    """Compare a slice of the rows; the whole file is told of at once when all are compared.

    Nothing of the inventory is written: this is the dry run.
    """
    batch = _batch(job)
    with translation.override(job.person.language):
        try:
            table = read_table(read_file(batch.file))
        except FileUnreadable as unreadable:
            raise JobFailed(unreadable.args[0]) from unreadable
        known = Known.of(customer_id=batch.customer_id, on=batch.effective_on)
        if not known.offerings:
            raise JobFailed(
                _("Nothing stood in the catalogue on that day yet. Choose a later day.")
            )
        if problems := known.unknown_columns(table.columns):
            batch.problems, batch.checked_at = problems, at
            batch.save(update_fields=["problems", "checked_at"])
            return Progress(len(table.rows), len(table.rows), finished=True)
        rows = table.rows[job.done : job.done + SLICE]
        _compare_rows(batch, table, rows, known)
        done = job.done + len(rows)
        finished = done >= len(table.rows)
        if finished:
            _find_missing(batch, table)
            batch.checked_at = at
            batch.save(update_fields=["checked_at"])
    return Progress(done, len(table.rows), finished=finished, result=_counted(batch))


def _compare_rows(batch: InventoryImport, table: Table, rows: Any, known: Known) -> None:
    ids = [row.get("service_id", "") for _number, row in rows]
    services = {one.service_id: one for one in _services(ids)}
    periods = {
        one.service_id: one
        for one in services_on(customer_id=batch.customer_id, on=batch.effective_on).filter(
            service__service_id__in=ids
        )
    }
    twice = Counter(row.get("service_id", "") for _number, row in table.rows)
    doubles = Doubles.of(table, [row for _number, row in rows], known, complete=batch.complete)
    made = []
    for number, row in rows:
        read = read_row(row, known)
        if read.service_id and twice[read.service_id] > 1:
            read.wrong("service_id", _("This service id stands in the file more than once."))
        service = services.get(read.service_id)
        period = periods.get(service.pk) if service else None
        doubles.refuse(read, period)
        compared = compare(read, known, service=service, period=period)
        made.append(
            _row(
                batch,
                compared,
                number=number,
                given_id=read.service_id,
                code=row.get("offering", ""),
            )
        )
    ImportRow.objects.bulk_create(made)


def _services(ids: list[str]) -> Any:
    return Service.objects.filter(service_id__in=ids).select_related("agreement", "billing_account")


def _row(
    batch: InventoryImport, compared: Compared, *, number: int | None, given_id: str, code: str
) -> ImportRow:
    mine = compared.service is not None and compared.service.customer_id == batch.customer_id
    return ImportRow(
        customer_id=batch.customer_id,
        batch=batch,
        number=number,
        given_id=given_id,
        label=code[:200],
        outcome=compared.outcome,
        problems=compared.problems,
        differences=compared.differences,
        change=compared.change,
        facts=compared.facts,
        service=compared.service if mine else None,
    )


def _find_missing(batch: InventoryImport, table: Table) -> None:
    if not batch.complete:
        return
    installed = services_on(customer_id=batch.customer_id, on=batch.effective_on)
    ImportRow.objects.bulk_create(
        _row(
            batch,
            missing(period),
            number=None,
            given_id=period.service.service_id,
            code=period.offering_version.offering.code,
        )
        for period in left_out(table, installed)
    )


def apply(job: Job, at: datetime) -> Progress:
    """Record a slice of the accepted rows, each by itself: one that fails says why."""
    batch = _batch(job)
    waiting = batch.rows.filter(accepted_at__isnull=False, applied_at=None, failure="")
    with translation.override(job.person.language):
        rows = list(waiting.select_related("service").order_by("pk")[:TO_APPLY])
        for row in rows:
            _apply_row(batch, row, at)
    left = waiting.count()
    done = job.done + len(rows)
    return Progress(done, done + left, finished=not left, result=_counted(batch))


def _apply_row(batch: InventoryImport, row: ImportRow, at: datetime) -> None:
    service = row.service
    try:
        with transaction.atomic():
            _record(batch, row, at)
            row.applied_at = at
    except InventoryRefused:
        row.service = service
        row.failure, row.failure_words = told_of(
            refusal(InventoryRefused, _in_vain, batch, row, at)
        )
        row.applied_at, row.service = None, service
    except IntegrityError:
        row.failure, row.failure_words = told_of(OVERTAKEN)
        row.applied_at, row.service = None, service
    row.save(update_fields=["applied_at", "failure", "failure_words", "service"])


def _in_vain(batch: InventoryImport, row: ImportRow, at: datetime) -> None:
    """Try again what was refused, to hear why in another language; nothing of it stays."""
    with transaction.atomic():
        _record(batch, row, at)
        transaction.set_rollback(True)


def _record(batch: InventoryImport, row: ImportRow, at: datetime) -> None:
    facts = row.facts
    if row.service is None:
        row.service = open_service(
            customer_id=batch.customer_id,
            service_id=row.given_id,
            agreement_id=facts.get("agreement"),
            billing_account_id=facts.get("account"),
            cost_centre=facts.get("cost_centre", ""),
        )
    else:
        put_under(
            service=row.service,
            agreement_id=facts.get("agreement"),
            billing_account_id=facts.get("account"),
            cost_centre=facts.get("cost_centre", ""),
        )
    service = row.service
    if row.change:
        record_change(
            service=service,
            effective_on=batch.effective_on,
            change=row.change,
            source=Source(SourceKind.IMPORT, batch.number),
            person_id=row.accepted_by_id,
            at=at,
        )
    period = ServicePeriod.objects.filter(service=service).order_by("-valid").first()
    for number in facts.get("numbers", []):
        assign_number(service=service, number=number, office=period.office if period else None)
    if facts.get("iccid"):
        adopt_sim(service=service, iccid=facts["iccid"], esim=facts.get("esim", False), at=at)


def _batch(job: Job) -> InventoryImport:
    return InventoryImport.objects.select_related("file", "customer").get(number=job.subject)


def _counted(batch: InventoryImport) -> dict[str, int]:
    """How many rows of each outcome, how many applied and failed."""
    return batch.rows.aggregate(
        **{outcome: Count("pk", filter=Q(outcome=outcome)) for outcome in Outcome.values},
        applied=Count("applied_at"),
        failed=Count("pk", filter=~Q(failure="")),
    )
