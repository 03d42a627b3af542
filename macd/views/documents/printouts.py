"""PDFs of one's own: asked for, waited for a moment, opened."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.clock import now
from macd import operations
from macd.models import Printout
from macd.views.common import document_or_404, standing_for, write_or_tell
from macd.views.documents.files import sent
from macd.views.stock.holdings import kept_query


@require_POST
@login_required
def document_print(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for the document as it stands now, marked as not signed."""
    document = document_or_404(request, number)

    def write() -> str:
        made = operations.print_draft(document=document, by=standing_for(request), at=now())
        url = reverse("printout", args=[made.public_id])
        return f"{url}?back=check" if request.POST.get("back") == "check" else url

    return write_or_tell(request, write, back=document)


@require_safe
@login_required
def printout(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The file once it is made; until then a page that looks again by itself."""
    mine = Printout.objects.select_related("stored_file", "document").defer("made_of")
    row = get_object_or_404(mine, public_id=public_id, person=standing_for(request).person_id)
    made, asks = row.stored_file, bool(request.headers.get("HX-Request"))
    if made is None and asks:
        return HttpResponse(status=204)
    if made is not None and asks and "file" in request.GET:
        # A browser that is sent to a file saves it, and stays on the page.
        return HttpResponse(headers={"HX-Redirect": request.path})
    if made is not None and not asks:
        return sent(made, attachment="inline" not in request.GET)
    page = {"ready": made is not None, "back_url": _back_url(request, row), "name": row.name}
    return render(request, "macd/printout.html", page)


def _back_url(request: HttpRequest, row: Printout) -> str:
    """The page from which it was asked for."""
    if row.document is None:
        query = kept_query(request)
        return f"{reverse('services')}?{query}" if query else reverse("services")
    if request.GET.get("back") == "check":
        return reverse("document_check", args=[row.document.number])
    return row.document.get_absolute_url()
