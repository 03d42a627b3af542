"""Tables sent as files: CSV streamed, sheets written aside, each inside the reader's own wall."""

from collections.abc import Callable, Iterable, Iterator

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import translation
from django.utils.http import content_disposition_header

from accounts.tenancy import as_person
from macd.exporting import Row, csv_rows
from macd.sheets import sheet

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS = ("csv", "xlsx")


def sent_table(
    request: HttpRequest, form: str, name: str, rows: Callable[[], Iterable[Row]]
) -> HttpResponseBase:
    """Send the rows in a tenant transaction of their own (decisions.md 21). Raises Http404 for a
    form that is none."""
    if form not in FORMS:
        raise Http404
    language, person = translation.get_language(), request.user

    def own() -> Iterator[Row]:
        with as_person(person), translation.override(language):  # type: ignore[arg-type]
            yield from rows()

    if form == "csv":
        response: HttpResponseBase = StreamingHttpResponse(
            csv_rows(own()), content_type="text/csv; charset=utf-8"
        )
    else:
        response = FileResponse(sheet(own(), name=name), content_type=SHEET)
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.{form}")
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
