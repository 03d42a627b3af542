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
from macd.views.common import document_or_404, standing_for, write_once
from macd.views.files import sent


@require_POST
@login_required
def document_print(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for the document as it stands now, marked as not signed."""
    document = document_or_404(request, number)

    def write() -> str:
        made = operations.print_draft(document=document, by=standing_for(request), at=now())
        return reverse("printout", args=[made.public_id])

    return write_once(request, write)


@require_safe
@login_required
def printout(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The file once it is made; until then a page that looks again by itself."""
    mine = Printout.objects.select_related("stored_file", "document").defer("made_of")
    row = get_object_or_404(mine, public_id=public_id, person=standing_for(request).person_id)
    if request.headers.get("HX-Request"):
        # The page asks whether it is there; the browser then fetches it as a page of its own.
        if row.stored_file is None:
            return HttpResponse(status=204)
        return HttpResponse(headers={"HX-Redirect": request.path})
    if row.stored_file is not None:
        return sent(row.stored_file, attachment="inline" not in request.GET)
    back = row.document.get_absolute_url() if row.document else reverse("services")
    return render(request, "macd/printout.html", {"back_url": back, "name": row.name})
