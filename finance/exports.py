"""Long tables as sheets, prepared in the background: slice by slice, with progress."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import IO, Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.clock import day_of
from accounts.standing import Standing, standing_of
from finance import desk, report, rows
from finance.desk import Filters
from finance.models import ExportPart
from macd.exporting import Row
from macd.sheets import row_xml, workbook
from services.jobs import Progress, start_job
from services.models import Job

TASK = "finance_export"
SLICE = 2000
# Above so many rows a sheet is prepared in the background.
AT_ONCE = 2000
KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Piece:
    """Some rows, what they add up to, and where the next ones start (empty at the end)."""

    rows: list[Row]
    total: Decimal
    following: str


Pieces = Callable[[Mapping[str, str], Standing, date, str], Piece]


@dataclass(frozen=True, slots=True)
class Export:
    """One table: what it is called, its head, its pieces and its last row."""

    label: Any
    head: Callable[[], Row]
    piece: Pieces
    total: Callable[[Decimal], Row]


def _cases(query: Mapping[str, str], standing: Standing, on: date, after: str) -> Piece:
    found = desk.found(standing, Filters.of(query), on=on)
    page = desk.page_of(found, after=after, size=SLICE)
    total = sum((case.monthly for case in page.cases), Decimal(0))
    return Piece([rows.case_row(case) for case in page.cases], total, page.following)


def _items(query: Mapping[str, str], standing: Standing, on: date, after: str) -> Piece:
    items = report.items_of(
        report.month_of(query.get("month", ""), today=on), query.get("what", "")
    )
    page = report.page_of(items, after=after, size=SLICE)
    total = sum((line.worth for line in page.items), Decimal(0))  # type: ignore[attr-defined]
    return Piece([rows.item_row(line) for line in page.items], total, page.following)


EXPORTS: dict[str, Export] = {
    "desk": Export(_("Leaving"), rows.case_head, _cases, rows.case_total),
    "month": Export(_("Month report"), rows.item_head, _items, rows.item_total),
}


def start_export(
    *, what: str, query: Mapping[str, str], count: int, person_id: int, language: str, at: datetime
) -> Job:
    """Ask for a table as a sheet, as its address filters it. Raises KeyError for another table."""
    facts = {"query": dict(query), "language": language, "what": EXPORTS[what] and what}
    return start_job(task=TASK, subject=what, person_id=person_id, at=at, total=count, facts=facts)


def export(job: Job, at: datetime) -> Progress:
    """Write the next rows; what it adds up to is reckoned from the rows that were written."""
    one = EXPORTS[job.subject]
    so_far = Decimal(job.result.get("total", "0"))
    on = day_of(job.created_at)
    with translation.override(job.facts["language"]):
        standing = standing_of(job.person, on=day_of(at))
        piece = one.piece(job.facts["query"], standing, on, job.result.get("after", ""))
        total = so_far + piece.total
        written = [*piece.rows] if piece.following else [*piece.rows, one.total(total)]
        if not job.done:
            written.insert(0, one.head())
    content = b"".join(row_xml(row) for row in written)
    ExportPart.objects.create(job=job, place=job.done, content=content)
    done = job.done + len(piece.rows)
    result = {"after": piece.following, "total": str(total)}
    whole = max(job.total, done) if piece.following else done
    return Progress(done, whole, finished=not piece.following, result=result)


def sheet_of(job: Job) -> IO[bytes]:
    """The prepared sheet in a file of its own; whoever sends it closes it."""
    parts = ExportPart.objects.filter(job=job).order_by("place").values_list("content", flat=True)

    def pieces() -> Iterator[bytes]:
        for content in parts.iterator(chunk_size=1):
            yield bytes(content)

    return workbook(pieces(), name=job.subject)


def is_kept(job: Job) -> bool:
    """Whether a prepared sheet is still there."""
    return ExportPart.objects.filter(job=job).exists()


@transaction.atomic
def forget_exports(*, at: datetime) -> int:
    """Forget the sheets that were prepared long ago; say how many pieces went."""
    return ExportPart.objects.filter(job__ended_at__lt=at - KEPT).delete()[0]
