"""The desk's list and the month's items as CSV and XLSX; their totals are those of the page."""

from collections.abc import Iterator
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    QueryDict,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from accounts.clock import day_of, now, today
from accounts.standing import Standing
from accounts.tenancy import as_person
from finance import desk, report
from finance.desk import QUEUES, Filters
from finance.exports import EXPORTS, KEPT, TASK, is_kept, sheet_of, start_export
from finance.rows import case_rows, item_rows
from finance.views.report import name_of, reader
from macd.models import Line
from macd.queries import jobs_of
from macd.views.common import write_or_tell
from macd.views.tables import SHEET, sent_table
from services.models import CancellationCase, Job, JobStatus

MOST = 20
CHUNK = 500
CHUNK_BYTES = 1 << 16


@require_safe
@login_required
def desk_export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The cases that the filters find, the total last."""
    standing, filters = reader(request), Filters.of(request.GET.dict())
    return sent_table(
        request, form, f"leaving-{filters.queue}", lambda: case_rows(_cases(standing, filters))
    )


@require_safe
@login_required
def month_export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The items of a month, or of one of its figures, the total last."""
    reader(request)
    first_on = report.month_of(request.GET.get("month", ""), today=today())
    what = request.GET.get("what", "")
    items = report.items_of(first_on, what)
    return sent_table(request, form, f"month-{first_on:%Y-%m}", lambda: item_rows(_items(items)))


def _cases(standing: Standing, filters: Filters) -> Iterator[CancellationCase]:
    return desk.found(standing, filters, on=today()).iterator(chunk_size=CHUNK)


def _items(items: QuerySet[Line]) -> Iterator[Line]:
    return report.told(items).iterator(chunk_size=CHUNK)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def exports(request: HttpRequest) -> HttpResponse:
    """The sheets that are prepared in the background, newest first; asked for by a form."""
    standing = reader(request)
    if request.method == "POST":
        what = request.POST.get("what", "")
        if what not in EXPORTS:
            raise BadRequest
        query = QueryDict(request.POST.get("query", "").removeprefix("?")).dict()

        def write() -> str:
            start_export(
                what=what,
                query={name: str(value).replace("\x00", "") for name, value in query.items()},
                count=_count(standing, what, query),
                person_id=standing.person_id,
                language=translation.get_language() or "en",
                at=now(),
            )
            return reverse("exports")

        return write_or_tell(request, write, back="exports")
    jobs = list(jobs_of(TASK)[:MOST])
    context = {
        "rows": [{"job": job, "words": _words(job)} for job in jobs],
        "working": any(job.status in (JobStatus.WAITING, JobStatus.RUNNING) for job in jobs),
        "days": KEPT.days,
    }
    return render(request, "finance/exports.html", context)


@require_safe
@login_required
def export_file(request: HttpRequest, public_id: UUID) -> StreamingHttpResponse:
    """A sheet that is ready; 404 for one that is not, or was forgotten."""
    reader(request)
    job = get_object_or_404(Job, task=TASK, public_id=public_id, status=JobStatus.DONE)
    if not is_kept(job):
        raise Http404
    person = request.user

    def pieces() -> Iterator[bytes]:
        # A transaction of its own: the request's is over by then.
        with as_person(person), sheet_of(job) as kept:  # type: ignore[arg-type]
            yield from iter(lambda: kept.read(CHUNK_BYTES), b"")

    response = StreamingHttpResponse(pieces(), content_type=SHEET)
    name = f"{job.subject}-{day_of(job.created_at):%Y-%m-%d}.xlsx"
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _words(job: Job) -> str:
    """Which table it is, and which part of it."""
    query = job.facts["query"]
    words = [str(EXPORTS[job.subject].label)]
    if job.subject == "desk":
        filters = Filters.of(query)
        words += [str(QUEUES[filters.queue]), filters.search]
    else:
        words.append(name_of(report.month_of(query.get("month", ""), today=day_of(job.created_at))))
        words.append(str(report.WHATS.get(query.get("what", ""), "")))
    return " · ".join(word for word in words if word)


def _count(standing: Standing, what: str, query: dict[str, str]) -> int:
    """How many rows it will have, for the progress."""
    if what == "desk":
        return desk.totals(desk.found(standing, Filters.of(query), on=today()))[0]
    first_on = report.month_of(query.get("month", ""), today=today())
    wanted = query.get("what", "")
    if wanted in report.WHATS:
        return report.figure_of(first_on, wanted)[0]
    return report.months_until(first_on)[-1].items
